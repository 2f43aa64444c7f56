"""开站, 交接班 and 日结 as guided steps of a minute each, over the page 今日."""
