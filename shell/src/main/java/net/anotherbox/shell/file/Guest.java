package net.anotherbox.shell.file;

import java.util.List;
import net.anotherbox.config.commit.ConfigEditor;
import net.anotherbox.config.feature.Session;

/** Somebody who is at no prompt: a copy over SSH, or the box itself where a session is asked for (all empty). */
public record Guest(String user, String from, String line, int privilege) implements Session {
  /** The box. */
  public static final Guest NOBODY = new Guest("", "", "", 15);

  @Override
  public void privilege(int level) {}

  @Override
  public void configure(ConfigEditor editor) {}

  @Override
  public void leave() {}

  @Override
  public void monitor(boolean on) {}

  @Override
  public void terminal(String name, int value) {}

  @Override
  public int terminal(String name) {
    return 0;
  }

  @Override
  public List<String> history() {
    return List.of();
  }
}
