"""巡查: does the station meet the seven."""
