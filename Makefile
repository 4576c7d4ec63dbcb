# Aliases only: start.py does the work, on every system.
.DEFAULT_GOAL := help
.PHONY: help demo test quick verify carte
help demo test verify carte:
	@python3 start.py $@
quick:
	@python3 start.py test --quick
