"""What must hold of every store, each as a small function that returns what does not."""
