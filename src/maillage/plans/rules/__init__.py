"""Pure rules of the plan: life of an action, objectives, viewpoints, small multiples."""
