package net.anotherbox.shell.file;

import java.util.List;
import java.util.Optional;
import net.anotherbox.config.feature.Session;

/** The two configurations as files. On the control thread. */
public interface ConfigFiles {
  /** From its first "!" to "end". */
  String running();

  Optional<String> startup();

  /** @throws RuntimeException in the store's own words; then the old one stands */
  void startup(String text);

  void eraseStartup();

  /** Types a text in, line by line, as somebody's. @return what to say about lines that were not taken */
  String merge(String text, Session by);

  /** Bytes of what nvram keeps and shows to nobody. */
  int privateBytes();

  /** Bytes that nvram has for a startup-config. */
  int nvramBytes();

  /** Bytes that the platform has as flash. */
  long flashBytes();

  /** Names of file systems that are the flash by other names on this platform, the flash's own first. */
  List<String> flashNames();

  /** Whether the flash is a chip and not a card: its list looks otherwise. */
  boolean flashIsLinear();
}
