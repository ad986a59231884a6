package net.anotherbox.shell.line;

/** A key as the editor understands it. */
enum Key {
  CHARACTER, RETURN, END_OF_INPUT, ABORT, END_MODE, HELP, TAB, QUOTE,
  LEFT, RIGHT, UP, DOWN, HOME, END, WORD_LEFT, WORD_RIGHT,
  DELETE_LEFT, DELETE_RIGHT, CUT_WORD_LEFT, CUT_WORD_RIGHT, CUT_TO_END, CUT_TO_START, PASTE, PASTE_BEFORE,
  TRANSPOSE, UPPER, LOWER, CAPITAL, REDISPLAY, FIRST, LAST, NOTHING;

  private static final int ESCAPE = 0x1b;

  /** What this byte means; ESC is followed by more, which are read here. */
  static Key of(int b, Keyboard keyboard) {
    return switch (b) {
      case Keyboard.END -> END_OF_INPUT;
      case '\r' -> RETURN;
      case 'A' - '@' -> HOME;
      case 'B' - '@' -> LEFT;
      case 'C' - '@' -> ABORT;
      case 'D' - '@' -> DELETE_RIGHT;
      case 'E' - '@' -> END;
      case 'F' - '@' -> RIGHT;
      case 'H' - '@', 127 -> DELETE_LEFT;
      case 'I' - '@' -> TAB;
      case 'K' - '@' -> CUT_TO_END;
      case 'L' - '@', 'R' - '@' -> REDISPLAY;
      case 'N' - '@' -> DOWN;
      case 'P' - '@' -> UP;
      case 'Q' - '@', 'V' - '@' -> QUOTE;
      case 'T' - '@' -> TRANSPOSE;
      case 'U' - '@', 'X' - '@' -> CUT_TO_START;
      case 'W' - '@' -> CUT_WORD_LEFT;
      case 'Y' - '@' -> PASTE;
      case 'Z' - '@' -> END_MODE;
      case '?' -> HELP;
      case ESCAPE -> escaped(keyboard.read(), keyboard);
      default -> b < ' ' ? NOTHING : CHARACTER;
    };
  }


  private static Key escaped(int b, Keyboard keyboard) {
    return switch (b) {
      case Keyboard.END -> END_OF_INPUT;
      case '[', 'O' -> sequence(keyboard);
      case 'b', 'B' -> WORD_LEFT;
      case 'f', 'F' -> WORD_RIGHT;
      case 'd', 'D' -> CUT_WORD_RIGHT;
      case 'c', 'C' -> CAPITAL;
      case 'l', 'L' -> LOWER;
      case 'u', 'U' -> UPPER;
      case 'q', 'Q' -> QUOTE;
      case 'y', 'Y' -> PASTE_BEFORE;
      case '<' -> FIRST;
      case '>' -> LAST;
      case 127, '\b' -> CUT_WORD_LEFT;
      default -> NOTHING;
    };
  }

  /** A sequence of ECMA-48: parameters up to a final byte of 0x40 to 0x7e. */
  private static Key sequence(Keyboard keyboard) {
    var parameters = new StringBuilder();
    int b = keyboard.read();
    while (b >= 0x20 && b < 0x40 && parameters.length() < 16) {
      parameters.append((char) b);
      b = keyboard.read();
    }
    return switch (b) {
      case Keyboard.END -> END_OF_INPUT;
      case 'A' -> UP;
      case 'B' -> DOWN;
      case 'C' -> parameters.isEmpty() ? RIGHT : WORD_RIGHT;
      case 'D' -> parameters.isEmpty() ? LEFT : WORD_LEFT;
      case 'H' -> HOME;
      case 'F' -> END;
      case '~' -> switch (parameters.toString()) {
        case "1", "7" -> HOME;
        case "4", "8" -> END;
        case "3" -> DELETE_RIGHT;
        default -> NOTHING;
      };
      default -> NOTHING;
    };
  }
}
