"""The device's side of sync: push, pull and the stick. Without Qt; broken off anywhere, it goes on from there."""
