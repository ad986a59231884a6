package net.anotherbox.shell.box;

import net.anotherbox.config.tree.Section;

/** Which messages are shown at the lines: the highest severity, 7 for all and -1 for none. */
interface LoggingLevels {
  int console(Section root);

  int monitor(Section root);
}
