"""The figures of the brief, one idea each: a function for the data, one for the chart."""
