"""数据上报: did it arrive?"""
