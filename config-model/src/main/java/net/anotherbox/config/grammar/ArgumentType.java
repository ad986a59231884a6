package net.anotherbox.config.grammar;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.anotherbox.runtime.value.InterfaceName;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;

/** A kind of argument: which tokens it takes and how they are written whole. */
public interface ArgumentType {
  boolean accepts(String token);

  /** Whether a token of this kind may begin so: what {@code ?} within a word asks. */
  default boolean mayBegin(String start) {
    return accepts(start);
  }

  /** Whether it may be typed with a blank before its first number: {@code FastEthernet 0/1}. */
  default boolean inTwoWords() {
    return false;
  }

  /** What {@code ?} lists after a token that is the first half of an argument in two words, each with its help. */
  default Map<String, String> after(String half) {
    return Map.of();
  }

  /** What {@code ?} lists within a token of which this much is there; empty where the type's name or choices say it. */
  default List<String> within(String start) {
    return List.of();
  }

  /** The token as the configuration keeps it. */
  default String canonical(String token) {
    return token;
  }

  /** 0 for LINE, 1 for WORD, 2 for what looks at its token. */
  default int specificity() {
    return 2;
  }

  /** What {@code ?} lists in place of the type's name, each with its help; empty for that name alone. */
  default Map<String, String> choices() {
    return Map.of();
  }

  ArgumentType WORD = new ArgumentType() {
    @Override
    public boolean accepts(String token) {
      return true;
    }

    @Override
    public int specificity() {
      return 1;
    }
  };

  ArgumentType LINE = new ArgumentType() {
    @Override
    public boolean accepts(String token) {
      return true;
    }

    @Override
    public int specificity() {
      return 0;
    }
  };

  ArgumentType IPV4 = new ArgumentType() {
    @Override
    public boolean accepts(String token) {
      return Ipv4.parse(token).isPresent();
    }

    @Override
    public boolean mayBegin(String start) {
      return start.matches("(\\d{1,3}\\.){0,3}\\d{0,3}");
    }
  };

  ArgumentType IPV4_PREFIX = token -> prefix(token, 32) && Ipv4.parse(token.substring(0, token.indexOf('/'))).isPresent();

  ArgumentType IPV6 = new ArgumentType() {
    @Override
    public boolean accepts(String token) {
      return token.indexOf(':') >= 0 && Ipv6.parse(token).isPresent();
    }

    @Override
    public String canonical(String token) {
      return Ipv6.of(token).toString();
    }
  };

  ArgumentType IPV6_PREFIX = new ArgumentType() {
    @Override
    public boolean accepts(String token) {
      return prefix(token, 128) && Ipv6.parse(token.substring(0, token.indexOf('/'))).isPresent();
    }

    @Override
    public String canonical(String token) {
      int slash = token.indexOf('/');
      return Ipv6.of(token.substring(0, slash)) + token.substring(slash);
    }
  };

  ArgumentType INTERFACE = new ArgumentType() {
    private static final Pattern NUMBERED = Pattern.compile("([A-Za-z-]+)(\\d[\\d/]*)");
    /** A whole number may be that of a sub-interface. */
    private static final List<String> ENDS = List.of(".", "<cr>");

    @Override
    public boolean inTwoWords() {
      return true;
    }

    @Override
    public boolean accepts(String token) {
      return InterfaceName.parse(token).isPresent();
    }

    @Override
    public String canonical(String token) {
      return InterfaceName.of(token).toString();
    }

    @Override
    public Map<String, String> choices() {
      return Arrays.stream(InterfaceName.Kind.values())
          .collect(Collectors.toMap(InterfaceName.Kind::word, InterfaceName.Kind::help));
    }

    @Override
    public Map<String, String> after(String half) {
      return InterfaceName.kind(half).map(k -> Map.of(k.numbers(), k.word() + " interface number")).orElse(Map.of());
    }

    @Override
    public List<String> within(String start) {
      Matcher m = NUMBERED.matcher(start);
      if (!m.matches()) return List.of();
      return InterfaceName.kind(m.group(1))
          .map(k -> k.logical() || m.group(2).endsWith("/") ? List.of(k.numbers()) : ENDS).orElse(List.of());
    }
  };

  /** 48-bit hardware addresses: "c203.0deb.0000", groups of fewer digits too. */
  ArgumentType MAC = new ArgumentType() {
    private static final Pattern GROUPS = Pattern.compile("[0-9A-Fa-f]{1,4}(\\.[0-9A-Fa-f]{1,4}){2}");

    @Override
    public boolean accepts(String token) {
      return GROUPS.matcher(token).matches();
    }

    @Override
    public String canonical(String token) {
      return Arrays.stream(token.toLowerCase(Locale.ROOT).split("\\.")).map(g -> "0".repeat(4 - g.length()) + g)
          .collect(Collectors.joining("."));
    }
  };

  /** Decimal numbers from low to high. Leading zeros are dropped. */
  static ArgumentType range(long low, long high) {
    return new ArgumentType() {
      @Override
      public boolean accepts(String token) {
        if (token.isEmpty() || token.length() > 18 || !ofDigits(token)) return false;
        long v = Long.parseLong(token);
        return v >= low && v <= high;
      }

      @Override
      public boolean mayBegin(String start) {
        return start.length() <= Long.toString(high).length() && ofDigits(start) && Long.parseLong(start) <= high;
      }

      @Override
      public String canonical(String token) {
        return Long.toString(Long.parseLong(token));
      }
    };
  }

  private static boolean ofDigits(String token) {
    for (int i = 0; i < token.length(); i++) if (token.charAt(i) < '0' || token.charAt(i) > '9') return false;
    return true;
  }

  private static boolean prefix(String token, int longest) {
    int slash = token.indexOf('/');
    return slash > 0 && token.substring(slash + 1).matches("\\d{1,3}")
        && Integer.parseInt(token.substring(slash + 1)) <= longest;
  }
}
