"""The App Home and its dialogs as Block Kit; pure."""
