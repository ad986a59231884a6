package net.anotherbox.crypto.isakmp.key;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import net.anotherbox.config.commit.Configuration;
import net.anotherbox.config.commit.Participant;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Feature;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Line;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.config.grammar.Support;
import net.anotherbox.config.tree.Entry;
import net.anotherbox.config.tree.Section;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.release.Catalogue;
import net.anotherbox.runtime.release.Personality;

/**
 * {@code key config-key password-encrypt} and {@code password encryption aes}: with both, every key of ISAKMP stands in the
 * configuration in type 6. Without the first, such keys cannot be used; without the second, new ones stand as they are
 * typed.
 */
public final class KeyEncryption implements Feature, Participant {
  private static final Catalogue TEXTS = Catalogue.load(KeyEncryption.class, "key.msg");
  private static final int LEAST = 8;
  private static final int MOST = 127;
  private static final String ENCRYPTED = "6";
  private static final String GLOBAL = "crypto isakmp key";
  private static final int GLOBAL_AT = 3;

  private final Personality personality;
  private final Configuration configuration;
  private final MasterKeyStore store;
  private final Randomness randomness;
  private final List<Line> lines = new ArrayList<>();
  private Line encryption;
  private Runnable changed = () -> {};

  public KeyEncryption(Personality personality, Configuration configuration, MasterKeyStore store, Randomness randomness) {
    this.personality = personality;
    this.configuration = configuration;
    this.store = store;
    this.randomness = randomness;
  }

  /** Run when keys that could be read cannot be any more, or the other way round. */
  public void onChange(Runnable now) {
    changed = now;
  }

  @Override
  public void declare(Grammar g) {
    encryption = g.line(Mode.CONFIG, "password encryption aes", "Configure encryption password (key)",
        "Encrypt system passwords", "Enable stronger (AES) password encryption").negatable().security()
        .support(e -> e.negated() || store.load().isPresent() ? Support.ACTIVE
            : new Support.Partial("there is no master key: keys stay readable until \"key config-key password-encrypt\""));
    g.prefix(Mode.CONFIG, "key", "Key management");
    g.prefix(Mode.CONFIG, "key config-key", "Set a private configuration key");
    g.action(Mode.CONFIG, "key config-key password-encrypt [LINE:key]", this::masterKey,
        "Set new config-key to encrypt passwords", "The config-key (minimum length 8)").negatable();
  }

  /** A line whose named word "secret" is a key, in type 6 if "6" stands before it. */
  public Line encrypts(Line line) {
    lines.add(line);
    return line;
  }

  /** What a word of a key means; empty if it is encrypted and cannot be read. @param form "0", "6", or none */
  public Optional<String> read(Optional<String> form, String secret) {
    String clear = secret.startsWith("0 ") ? secret.substring(2) : secret;
    boolean before = form.filter(ENCRYPTED::equals).isPresent();
    if (!before && !clear.startsWith(ENCRYPTED + " ")) return Optional.of(clear);
    String letters = before ? clear : clear.substring(2);
    return store.load().flatMap(k -> Type6.decrypt(k, letters));
  }

  // The dialogue

  private String say(String name) {
    return TEXTS.render(personality.release(), name, Map.of("least", LEAST, "most", MOST)).orElse("");
  }

  private void masterKey(Execution x) {
    if (x.command().negated()) {
      forget(x);
      return;
    }
    var given = x.command().arg("key");
    if (given.isPresent()) {
      set(x, given.get());
      x.done();
    } else if (store.load().isPresent()) {
      x.ask(say("old-key"), false, old -> {
        if (store.load().get().equals(old)) newKey(x);
        else refuse(x, "key-wrong");
      });
    } else newKey(x);
  }

  private void newKey(Execution x) {
    x.ask(say("new-key"), false, first -> x.ask(say("confirm-key"), false, second -> {
      if (!first.equals(second)) refuse(x, "keys-differ");
      else {
        set(x, first);
        x.done();
      }
    }));
  }

  private void refuse(Execution x, String why) {
    x.print(say(why));
    x.done();
  }

  /** What was encrypted with the old key is encrypted with the new one. */
  private void set(Execution x, String key) {
    if (key.length() < LEAST || key.length() > MOST) {
      x.print(say("key-length"));
      return;
    }
    var old = store.load();
    store.save(Optional.of(key));
    configuration.commit(root -> converted(root, e -> old.flatMap(o -> isEncrypted(e) ? Type6.decrypt(o, letters(e))
        .map(s -> encrypted(e, s)) : Optional.empty()).orElse(e)), () -> {});
    if (configuration.current().has(encryption)) configuration.commit(root -> converted(root, this::hidden), () -> {});
    changed.run();
  }

  private void forget(Execution x) {
    if (store.load().isEmpty()) {
      x.done();
      return;
    }
    x.print(say("forget-warning"));
    x.ask(say("forget-question"), true, answer -> {
      if ("yes".startsWith(answer.strip().toLowerCase(Locale.ROOT)) && !answer.isBlank()) {
        store.save(Optional.empty());
        changed.run();
      }
      x.done();
    });
  }

  // Conversion

  @Override
  public boolean rewrites() {
    return true;
  }

  @Override
  public void apply(Section before, Section now) {
    if (!now.has(encryption) || store.load().isEmpty() || converted(now, this::hidden) == now) return;
    configuration.then(() -> configuration.commit(root -> converted(root, this::hidden), () -> {}));
  }

  private Entry hidden(Entry e) {
    return isEncrypted(e) ? e : encrypted(e, clear(e));
  }

  private static String clear(Entry e) {
    String s = e.required("secret");
    return s.startsWith("0 ") ? s.substring(2) : s;
  }

  private static String letters(Entry e) {
    String s = e.required("secret");
    return s.startsWith(ENCRYPTED + " ") ? s.substring(2) : s;
  }

  private static boolean isEncrypted(Entry e) {
    return e.arg("form").filter(ENCRYPTED::equals).isPresent() || e.required("secret").startsWith(ENCRYPTED + " ");
  }

  /** The same tree with other entries; the same object if there is none to change. */
  private Section converted(Section s, UnaryOperator<Entry> change) {
    Section out = s;
    for (Entry e : s.entries()) {
      Section body = e.body().isEmpty() ? e.body() : converted(e.body(), change);
      Entry now = lines.contains(e.line()) && !e.negated() ? change.apply(e) : e;
      if (now != e || body != e.body()) out = out.with(now.withBody(body));
    }
    return out;
  }

  /** The key stands behind "crypto isakmp key", with or without a number, or at the end of the line. */
  private Entry encrypted(Entry e, String secret) {
    String letters = Type6.encrypt(store.load().orElseThrow(), secret, randomness.bytes(Type6.SALT_BYTES));
    var args = new HashMap<>(e.args());
    var words = new ArrayList<>(e.words());
    boolean global = e.line().slot().equals(GLOBAL);
    int at = global ? GLOBAL_AT : words.size() - 1;
    if (global ? e.arg("form").isPresent() : e.required("secret").contains(" ")) words.remove(global ? at : --at);
    words.set(at, letters);
    words.add(at, ENCRYPTED);
    if (global) args.put("form", ENCRYPTED);
    args.put("secret", global ? letters : ENCRYPTED + " " + letters);
    return new Entry(e.line(), e.key(), false, List.copyOf(words), Map.copyOf(args), e.factory(), e.body());
  }
}
