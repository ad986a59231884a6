package net.anotherbox.shell.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.anotherbox.config.feature.Session;
import net.anotherbox.runtime.port.FileError;
import net.anotherbox.runtime.port.Flash;

/** What the archive needs of files beside reading and writing them. On the control thread. */
public final class Archives {
  private final FileSystems files;
  /** Copies that are somewhere in the network, where no list can be had: those of this run. */
  private final List<String> elsewhere = new ArrayList<>();

  Archives(FileSystems files) {
    this.files = files;
  }

  /** Texts by URL; remembers what has been written to other machines. */
  public TextFiles texts() {
    return new TextFiles() {
      @Override
      public void read(Session by, String url, Consumer<Answer> then) {
        files.read(by, url, then);
      }

      @Override
      public void write(Session by, String url, String text, boolean append,
          Consumer<Answer> then) {
        files.write(by, url, text, append, a -> {
          if (a instanceof Answer.Done && Url.parse(url).filter(Url::isRemote).isPresent()) elsewhere.add(url);
          then.accept(a);
        });
      }
    };
  }

  /** URLs of the files in the same directory, written as the given URL is. */
  public List<String> beside(String url) {
    Optional<Url> u = Url.parse(url);
    if (u.isEmpty() || !files.isFlash(u.get())) return List.copyOf(elsewhere);
    String path = u.get().path();
    String dir = path.substring(0, path.lastIndexOf('/') + 1);
    var found = new ArrayList<String>();
    try {
      for (Flash.Stat s : files.list(u.get().file(dir.isEmpty() ? "/" : dir)))
        if (!s.directory()) found.add(u.get().file(dir + s.name()).toString());
    } catch (FileError e) {
      // No such directory: then there are no copies in it.
      return List.of();
    }
    return found;
  }

  /** Lets a file go; one in the network stays where it is, and is forgotten. */
  public void remove(String url) {
    elsewhere.remove(url);
    Optional<Url> u = Url.parse(url).filter(files::isFlash);
    if (u.isEmpty()) return;
    try {
      files.flash.remove(FileSystems.path(u.get()));
    } catch (FileError e) {
      // Somebody was quicker.
      return;
    }
  }

  /** What a name means to somebody, as it is shown. */
  public String shown(Session by, String typed) {
    return files.resolve(by, typed).toString();
  }
}
