"""What readers say of answers: buttons, form, store and export."""
