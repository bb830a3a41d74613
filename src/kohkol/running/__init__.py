"""Starting, checking, saving and stopping Kohkol on one machine."""
