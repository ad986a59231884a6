package net.anotherbox.config.commit;

import java.util.Optional;

/** The startup-config. {@link #save} is atomic and durable when it returns: the old text or the new one, never between. */
public interface StartupStore {
  Optional<String> load();

  void save(String text);

  void erase();
}
