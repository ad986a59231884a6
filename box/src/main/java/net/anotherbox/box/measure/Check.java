package net.anotherbox.box.measure;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.anotherbox.box.Box;
import net.anotherbox.box.Memory;
import net.anotherbox.box.NoNetwork;
import net.anotherbox.config.text.ConfigLoader.Rejected;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.release.Personality;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.shell.box.BootFacts;
import net.anotherbox.shell.box.SupportReport;

/**
 * {@code ./router check FILE...}: what would become of a configuration on a site, without touching one. The status is 0 only
 * if every line was taken and every line about security does what it says.
 */
public final class Check {
  private static final String USAGE = """
      Usage: ./router check [--platform 2611XM|3640|3725|2911] [--release 12.2|12.3|12.4|15.1|15.2] FILE...
        status 0: every line is taken, and those about security do what they say
        status 1: some line is not taken, or one about security lacks an effect
        status 2: the command line is wrong, or a file cannot be read
      """;

  private final PrintStream out;
  private Platform platform = Platform.C3725;
  private Release release = Release.R12_4;
  private boolean told;
  private final List<Path> files = new ArrayList<>();

  private Check(PrintStream out) {
    this.out = out;
  }

  /** @return the status of the process */
  public static int run(List<String> args, PrintStream out, PrintStream err) {
    var check = new Check(out);
    if (!check.understands(args)) {
      err.print(USAGE);
      return 2;
    }
    boolean good = true;
    for (Path f : check.files) {
      try {
        good &= check.file(f);
      } catch (IOException e) {
        err.println("router: check: " + f + ": " + Reason.of(e));
        return 2;
      }
    }
    return good ? 0 : 1;
  }

  private boolean understands(List<String> args) {
    for (int i = 0; i < args.size(); i++) {
      String a = args.get(i);
      String value = i + 1 < args.size() ? args.get(i + 1) : "";
      if (a.equals("--platform")) {
        Optional<Platform> p = Platform.parse(value);
        if (p.isEmpty()) return false;
        platform = p.get();
        i++;
      } else if (a.equals("--release")) {
        Optional<Release> r = Release.parse(value).filter(Release.KNOWN::contains);
        if (r.isEmpty()) return false;
        release = r.get();
        told = true;
        i++;
      } else if (a.startsWith("-")) {
        return false;
      } else {
        files.add(Path.of(a));
      }
    }
    return !files.isEmpty();
  }

  /** What there is to say of the release where neither the file nor the command line says anything. */
  private String named(String text, Box box) {
    if (told || text.lines().anyMatch(l -> l.startsWith("version "))) return "";
    List<Release> having = box.grammar().having(box.configuration().current());
    boolean fits = having.isEmpty() || having.contains(box.personality().release());
    return " (the file names none" + (fits ? "" : "; " + having.getFirst() + " has all that it says: --release "
        + having.getFirst()) + ")";
  }

  private boolean file(Path f) throws IOException {
    String text = Files.readString(f, StandardCharsets.ISO_8859_1);
    var loop = new VirtualLoop(Instant.EPOCH);
    var box = new Box(NoNetwork.inPlaceOfASite(loop, new SeededRandomness(1)), Memory.volatileWith(text, Map.of()),
        new Personality(release, platform), new BootFacts("power-on", 0x2102, Instant.EPOCH), () -> {});
    List<Rejected> rejected = box.boot();
    loop.drain();
    SupportReport report = box.features().support();
    out.println(f + ": release " + box.personality().release() + named(text, box) + ", " + platform.model() + ", "
        + (rejected.isEmpty() ? "every line is taken" : rejected.size() + " lines are not taken"));
    for (Rejected r : rejected) {
      String number = "%6d  ".formatted(r.number());
      out.print(number + r.line().stripTrailing() + "\n" + box.shell().complaint(r.why(), number.length()));
    }
    out.print("\n" + report.text());
    return rejected.isEmpty() && report.insecure() == 0;
  }
}
