package net.anotherbox.shell.box;

/** Restarts the box. Called on the control thread; the running configuration is not to be recovered afterwards. */
public interface Reloader {
  void reload();
}
