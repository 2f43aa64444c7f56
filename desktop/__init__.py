"""Quanyi (泉驿): the desk of a service station for couriers and riders."""

__version__ = "0.1.0"
