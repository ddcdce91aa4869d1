"""What a backtest counts: who stands on what came later by what was known before it, simpler orders, and figures.

`api.services.asking.backtesting` replays the past and puts these together.
"""
