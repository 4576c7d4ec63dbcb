"""Settings by situation: `demo`, `production`, `essais` (tests); all stand on `base`."""
