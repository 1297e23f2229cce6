"""What follows a posted answer: it is kept, judged by readers, and marked when articles change."""
