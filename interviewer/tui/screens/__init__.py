"""The screens: home, interview, and the dialogs over them."""
