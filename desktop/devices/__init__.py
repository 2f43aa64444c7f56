"""What drives a device: the scanner that types, and the sounds. Qt, and nothing of ours."""
