"""Floor 3. Pure game theory: parameters in, equilibrium out; knows no dataset."""
