"""The page 报表: what do I hand in?"""
