package net.anotherbox.shell.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import net.anotherbox.runtime.port.FileError;
import net.anotherbox.runtime.port.FileError.Reason;
import net.anotherbox.runtime.port.Flash;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.shell.output.Wording;

/** Files of other machines: {@code tftp:} and {@code scp:}. */
final class RemoteFiles implements FileSystems.Network {
  private static final int MARK_BYTES = 1 << 16;

  private final FilePorts ports;
  private final Function<String, Optional<Ipv4>> lookup;
  private final Wording wording;

  RemoteFiles(FilePorts ports, Function<String, Optional<Ipv4>> lookup, Wording wording) {
    this.ports = ports;
    this.lookup = lookup;
    this.wording = wording;
  }

  private Ipv4 address(Url u) throws FileError {
    Optional<Ipv4> a = Ipv4.parse(u.host()).or(() -> lookup.apply(u.host()));
    return a.orElseThrow(() -> new FileError(Reason.UNKNOWN_HOST));
  }

  @Override
  public Source from(Url url) throws FileError {
    Ipv4 server = address(url);
    if (url.path().isEmpty()) throw new FileError(Reason.INVALID_NAME);
    if (url.scheme().equals("scp")) return marks -> received(url, server, marks);
    Optional<String> way = ports.way().apply(server);
    String loading = wording.say(way.isPresent() ? "loading-via" : "loading",
        Map.of("name", url.path(), "host", server, "way", way.orElse("")));
    return marks -> Tftp.read(ports.datagrams(), server, url.path(), marks, () -> marks.say(loading));
  }

  @Override
  public Target to(Url url) throws FileError {
    Ipv4 server = address(url);
    if (url.path().isEmpty()) throw new FileError(Reason.INVALID_NAME);
    if (url.scheme().equals("scp")) return (size, marks) -> new Sending(url, server, size, marks);
    return (size, marks) -> Tftp.write(ports.datagrams(), server, url.path(), size, marks);
  }

  // ---- scp ----

  /** For a shell there: in quotes, with those in the name taken care of. */
  private static String quoted(String path) {
    return "'" + path.replace("'", "'\\''") + "'";
  }

  private RemoteCopy.Running start(Url u, Ipv4 host, String option) throws FileError {
    return ports.ssh().start(host, u.user(), u.password().orElse(""), "scp " + option + " -- " + quoted(u.path()));
  }

  private static void quietly(RemoteCopy.Running there) {
    try {
      there.close();
    } catch (IOException e) {
      // It is over in any case.
      return;
    }
  }

  private Source.Opened received(Url u, Ipv4 host, Source.Marks marks) throws FileError {
    RemoteCopy.Running there = start(u, host, "-f");
    try {
      var wire = new ScpWire(there.in(), there.out());
      wire.yes();
      ScpWire.Header h = wire.header();
      marks.say(wording.say("scp-receiving", Map.of("size", h.size(), "name", h.name())));
      wire.yes();
      return new Source.Opened(new FilterInputStream(wire.body(h.size())) {
        private long read;

        @Override
        public int read(byte[] b, int at, int most) throws IOException {
          int n = super.read(b, at, most);
          if (n < 0) {
            wire.yes();
          } else {
            if (read / MARK_BYTES < (read + n) / MARK_BYTES || read == 0) marks.say("!");
            read += n;
          }
          return n;
        }

        @Override
        public void close() {
          quietly(there);
        }
      }, h.size());
    } catch (IOException e) {
      quietly(there);
      throw new FileError(Reason.IO);
    } catch (FileError e) {
      quietly(there);
      throw e;
    }
  }

  /** A file on its way to another machine. */
  private final class Sending implements Flash.Upload {
    private final RemoteCopy.Running there;
    private final ScpWire wire;
    private final Source.Marks marks;
    private long sent;

    Sending(Url u, Ipv4 host, long size, Source.Marks marks) throws FileError {
      this.marks = marks;
      there = start(u, host, "-t");
      wire = new ScpWire(there.in(), there.out());
      try {
        wire.answered();
        marks.say(wording.say("scp-sending", Map.of("size", size, "name", u.name())));
        wire.announce(size, u.name());
      } catch (IOException e) {
        quietly(there);
        throw new FileError(Reason.IO);
      } catch (FileError e) {
        quietly(there);
        throw e;
      }
    }

    @Override
    public void write(byte[] bytes, int from, int to) throws FileError {
      try {
        wire.bytes(bytes, from, to);
      } catch (IOException e) {
        throw new FileError(Reason.IO);
      }
      if (sent / MARK_BYTES < (sent + to - from) / MARK_BYTES || sent == 0) marks.say("!");
      sent += to - from;
    }

    @Override
    public void keep() throws FileError {
      try {
        wire.sent();
      } catch (IOException e) {
        throw new FileError(Reason.IO);
      }
    }

    @Override
    public void close() {
      quietly(there);
    }
  }
}
