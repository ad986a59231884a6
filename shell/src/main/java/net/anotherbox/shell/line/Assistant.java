package net.anotherbox.shell.line;

import java.util.Optional;

/** Who knows the language in which the line is typed. Called on the session's thread, the screen at column 0. */
public interface Assistant {
  /** For text that has no help: "?" and Tab are characters like any other. */
  Assistant NONE = new Assistant() {
    @Override
    public void help(String typed) {}

    @Override
    public Optional<String> complete(String typed) {
      return Optional.empty();
    }
  };

  /** "?" was typed after this text: print what may follow. */
  void help(String typed);

  /** Tab was typed after this text: what it becomes, or empty if its last word has no single completion. */
  Optional<String> complete(String typed);

  /** Whether byte 3, which is Ctrl-C elsewhere, belongs to this line: saved banners have it as their delimiter. */
  default boolean takesControlC(String typed) {
    return false;
  }
}
