"""Plain pages: tables and acts as data says. A part that earns a look of its own gets a folder of its own."""
