"""The frozen table of the policy and its readings. Pure."""
