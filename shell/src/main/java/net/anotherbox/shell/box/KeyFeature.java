package net.anotherbox.shell.box;

import java.security.KeyPair;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.log.Log;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.release.Screen;
import net.anotherbox.shell.access.RsaKeys;
import net.anotherbox.shell.output.Wording;

/** {@code crypto key generate rsa}, {@code crypto key zeroize rsa} and {@code show crypto key mypubkey rsa}. */
final class KeyFeature implements Feature {
  private static final int LEAST_BITS = 512;
  private static final int WORDS_IN_A_ROW = 9;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MMM d yyyy", Locale.ROOT);

  /** What the box is called, as far as keys are concerned. */
  interface Names {
    String hostname();

    Optional<String> domain();

    boolean isNamed();
  }

  private final Supplier<RsaKeys> keys;
  private final Names names;
  private final Loop loop;
  private final Log log;
  private final Wording wording;
  private final Runnable changed;
  private final Screen screen = Screen.load(KeyFeature.class, "crypto-key.screen");

  /** @param changed run when there are other keys */
  KeyFeature(Supplier<RsaKeys> keys, Names names, Loop loop, Log log, Wording wording,
      Runnable changed) {
    this.keys = keys;
    this.names = names;
    this.loop = loop;
    this.log = log;
    this.wording = wording;
    this.changed = changed;
  }

  @Override
  public void declare(Grammar g) {
    g.prefix(Mode.CONFIG, "crypto", "Encryption module");
    g.prefix(Mode.CONFIG, "crypto key", "Long term key operations");
    g.prefix(Mode.CONFIG, "crypto key generate", "Generate new keys");
    generate(g, "<360-2048>").until(Release.R15_1);
    generate(g, "<360-4096>").since(Release.R15_1);
    g.action(Mode.CONFIG, "crypto key zeroize [rsa] [WORD:label]", this::zeroize, "Remove keys", "Remove RSA keys",
        "keypair label");
    g.prefix(Mode.EXEC, "show", "Show running system information");
    g.prefix(Mode.EXEC, "show crypto", "Encryption module");
    g.exec("show crypto key mypubkey rsa", this::show, "Show long term public keys",
        "Show public keys associated with this router", "Show RSA public keys").privilege(15);
  }

  private net.anotherbox.config.grammar.Line generate(Grammar g, String range) {
    return g.action(Mode.CONFIG, "crypto key generate rsa [encryption|exportable:exportable|general-keys|label WORD:label"
        + "|modulus " + range + ":modulus|signature|usage-keys]*", this::generate, "Generate RSA keys",
        "Generate a general purpose RSA key pair for signing and encryption", "Allow the key to be exported",
        "Generate a general purpose RSA key pair for signing and encryption", "Provide a label", "RSA keypair label",
        "Provide number of modulus bits on the command line", "size of the key modulus [" + range.substring(1,
            range.length() - 1) + "]",
        "Generate a general purpose RSA key pair for signing and encryption",
        "Generate separate RSA key pairs for signing and encryption");
  }

  private String say(String name, Map<String, ?> facts) {
    return wording.say(name, facts) + "\n";
  }

  String ownName() {
    return names.hostname() + names.domain().map(d -> "." + d).orElse("");
  }

  private void generate(Execution x) {
    Optional<String> label = x.command().arg("label");
    if (label.isEmpty() && !names.isNamed()) {
      x.print(say("key-no-hostname", Map.of()));
      return;
    }
    if (label.isEmpty() && names.domain().isEmpty()) {
      x.print(say("key-no-domain", Map.of()));
      return;
    }
    String name = label.orElseGet(this::ownName);
    boolean there = keys.get().all().stream().anyMatch(p -> p.label().equals(name));
    Optional<Integer> bits = x.command().arg("modulus").map(Integer::parseInt);
    if (there) x.print(say("key-exists", Map.of("name", name)));
    if (there && bits.isEmpty()) {
      asked(x, "key-replace-question", () -> {
        x.print(say("key-name", Map.of("name", name)));
        sized(x, name, bits);
      });
      return;
    }
    if (there) x.print(say("key-replaced", Map.of()));
    else x.print(say("key-name", Map.of("name", name)));
    sized(x, name, bits);
  }

  /** Asks until it is told yes or no. */
  private void asked(Execution x, String question, Runnable then) {
    x.ask(wording.say(question), true, answer -> {
      String a = answer.strip().toLowerCase(Locale.ROOT);
      if (a.isEmpty() || !"yes".startsWith(a) && !"no".startsWith(a)) {
        x.print(say("yes-or-no", Map.of()));
        asked(x, question, then);
      } else if ("yes".startsWith(a)) {
        then.run();
      } else {
        x.done();
      }
    });
  }

  private void sized(Execution x, String name, Optional<Integer> bits) {
    if (bits.isPresent()) {
      x.print(say("key-size", Map.of("bits", bits.get())));
      make(x, name, bits.get());
      return;
    }
    x.print(say("key-choose", Map.of()));
    question(x, name);
  }

  private void question(Execution x, String name) {
    x.ask(wording.say("key-bits"), true, answer -> {
      String a = answer.strip();
      int bits = a.isEmpty() ? LEAST_BITS : a.matches("\\d{3,4}") ? Integer.parseInt(a) : 0;
      if (bits < 360 || bits > Integer.parseInt(wording.say("key-bits-most"))) {
        x.print(say("key-bits-range", Map.of()));
        question(x, name);
        return;
      }
      make(x, name, bits);
    });
  }

  private void make(Execution x, String name, int bits) {
    if (bits < LEAST_BITS) {
      x.print(say("key-too-short", Map.of("least", LEAST_BITS)));
      x.done();
      return;
    }
    boolean exportable = x.command().arg("exportable").isPresent();
    x.print(wording.say("key-generating", Map.of("bits", bits, "how", exportable ? "exportable" : "non-exportable")));
    x.later();
    long began = loop.clock().millis();
    RsaKeys all = keys.get();
    Thread.ofVirtual().name("rsa").start(() -> {
      KeyPair pair = all.generate(bits);
      loop.post(() -> made(x, name, exportable, pair, began));
    });
  }

  private void made(Execution x, String name, boolean exportable, KeyPair pair, long began) {
    Instant now = loop.clock().wall();
    keys.get().put(new RsaKeys.Pair(name, now, exportable, pair));
    x.print(say("key-made", Map.of("seconds", (loop.clock().millis() - began) / 1000)));
    x.done();
    changed.run();
  }

  private void zeroize(Execution x) {
    Optional<String> label = x.command().arg("label");
    boolean there = keys.get().all().stream().anyMatch(p -> label.isEmpty() || p.label().equals(label.get()));
    if (!there) {
      x.print(say("key-none", Map.of()));
      return;
    }
    x.print(label.isPresent() ? say("key-remove-one", Map.of("name", label.get())) : say("key-remove-all", Map.of()));
    asked(x, "key-remove-question", () -> {
      keys.get().remove(label);
      x.done();
      changed.run();
    });
  }

  private void show(Execution x) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (RsaKeys.Pair p : keys.get().all()) {
      rows.add(Map.of("time", said(p.made()), "name", p.label().isEmpty() ? ownName() : p.label(),
          p.exportable() ? "exportable" : "fixed", true, "data", data(p.open().getEncoded())));
    }
    x.print(screen.render(wording.personality().release(), Map.of("keys", rows)));
  }

  /** "00:25:08 UTC Mar 1 2002". */
  private String said(Instant at) {
    var local = at.atOffset(log.zone().offset(at));
    return TIME.format(local) + " " + log.zone().name(at) + " " + DAY.format(local);
  }

  /** Words of four bytes, nine in a row. */
  private static List<Map<String, String>> data(byte[] key) {
    String hex = HexFormat.of().withUpperCase().formatHex(key);
    List<Map<String, String>> rows = new ArrayList<>();
    var row = new ArrayList<String>();
    for (int i = 0; i < hex.length(); i += 8) {
      row.add(hex.substring(i, Math.min(i + 8, hex.length())));
      if (row.size() == WORDS_IN_A_ROW || i + 8 >= hex.length()) {
        rows.add(Map.of("words", String.join(" ", row)));
        row.clear();
      }
    }
    return rows;
  }
}
