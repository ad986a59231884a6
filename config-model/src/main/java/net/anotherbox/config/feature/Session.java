package net.anotherbox.config.feature;

import net.anotherbox.config.commit.ConfigEditor;

/** Somebody at a prompt, as commands see them. All methods on the control thread. */
public interface Session {
  /** "con" or "vty" and its number, e.g. "vty 0"; "" for what is no line (boot, recovery). */
  String line();

  /** Name of who logged in; empty on a console without login. */
  String user();

  /** Where from, e.g. "10.0.0.7"; empty on the console. */
  String from();

  /** 0 to 15. */
  int privilege();

  void privilege(int level);

  /** Opens configuration mode; {@link ConfigEditor#mode} then decides the prompt. */
  void configure(ConfigEditor editor);

  /** Ends the session ("exit" at the exec prompt). */
  void leave();

  /** Whether log messages are shown here ({@code terminal monitor}). */
  void monitor(boolean on);

  /** {@code terminal length|width|history …}: name and value. Unknown names are ignored. */
  void terminal(String name, int value);

  /** What was set by {@link #terminal}. */
  int terminal(String name);

  /** The lines typed so far in the exec mode, oldest first. */
  java.util.List<String> history();
}
