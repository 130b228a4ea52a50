"""The screens: of a stay, and of the cameras."""
