"""The tables of a station's database (`declared.py`), their names, and the queries behind figures and papers."""
