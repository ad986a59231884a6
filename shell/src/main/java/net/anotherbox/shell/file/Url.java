package net.anotherbox.shell.file;

import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a file is, as IOS writes it: {@code flash:/a/b}, {@code nvram:startup-config}, {@code tftp://10.0.0.1/x}, {@code
 * scp://ada:secret@10.0.0.1/x}.
 *
 * @param scheme in small letters, without its colon
 * @param authority host, with user and password before it; empty where there is none
 * @param path as typed behind the colon or the host; may be empty
 */
public record Url(String scheme, String authority, String path) {
  /** Reads a URL with a scheme; a name alone is none. */
  public static Optional<Url> parse(String typed) {
    int colon = typed.indexOf(':');
    if (colon < 1 || !typed.substring(0, colon).chars().allMatch(Character::isLetterOrDigit)) return Optional.empty();
    String scheme = typed.substring(0, colon).toLowerCase(Locale.ROOT);
    String rest = typed.substring(colon + 1);
    if (!rest.startsWith("//")) return Optional.of(new Url(scheme, "", rest));
    int slash = rest.indexOf('/', 2);
    // "//" in front of a file's name on the box itself is a slash too many, not a host.
    if (!scheme.equals("tftp") && !scheme.equals("scp") && !scheme.equals("ftp") && !scheme.equals("rcp")
        && !scheme.equals("http") && !scheme.equals("https")) return Optional.of(new Url(scheme, "", rest.substring(1)));
    return Optional.of(slash < 0 ? new Url(scheme, rest.substring(2), "")
        : new Url(scheme, rest.substring(2, slash), rest.substring(slash + 1)));
  }

  /** Whether another machine is asked for it. */
  boolean isRemote() {
    return scheme.equals("tftp") || scheme.equals("scp");
  }

  String host() {
    return authority.substring(authority.lastIndexOf('@') + 1);
  }

  String user() {
    int at = authority.lastIndexOf('@');
    if (at < 0) return "";
    int colon = authority.indexOf(':');
    return authority.substring(0, colon >= 0 && colon < at ? colon : at);
  }

  /** What stands between the user's name and the host, if anything does. */
  Optional<String> password() {
    int at = authority.lastIndexOf('@');
    int colon = authority.indexOf(':');
    return at < 0 || colon < 0 || colon > at ? Optional.empty() : Optional.of(authority.substring(colon + 1, at));
  }

  Url at(String newAuthority) {
    return new Url(scheme, newAuthority, path);
  }

  Url file(String newPath) {
    return new Url(scheme, authority, newPath);
  }

  /** The last part of the path. */
  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The parts with "/" between them, "." and ".." resolved; empty if it leads out of the root. */
  Optional<String> resolved() {
    var parts = new ArrayDeque<String>();
    for (String p : path.split("/")) {
      if (p.isEmpty() || p.equals(".")) continue;
      if (!p.equals("..")) parts.addLast(p);
      else if (parts.pollLast() == null) return Optional.empty();
    }
    return Optional.of(String.join("/", parts));
  }

  /** As it is shown: never with a password. */
  @Override
  public String toString() {
    String who = user().isEmpty() ? "" : user() + "@";
    return scheme + ":" + (authority.isEmpty() ? "" : "//" + who + host() + "/") + path;
  }
}
