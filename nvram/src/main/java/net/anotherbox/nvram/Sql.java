package net.anotherbox.nvram;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Statements in one line each. */
final class Sql {
  private Sql() {}

  static long number(Connection c, String query) throws SQLException {
    try (var s = c.createStatement(); var r = s.executeQuery(query)) {
      r.next();
      return r.getLong(1);
    }
  }

  static int run(Connection c, String sql, Object... values) throws SQLException {
    try (PreparedStatement s = c.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) s.setObject(i + 1, values[i]);
      return s.executeUpdate();
    }
  }

  static <T> Optional<T> first(Connection c, String sql, Class<T> type, Object... values) throws SQLException {
    try (PreparedStatement s = c.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) s.setObject(i + 1, values[i]);
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? Optional.of(r.getObject(1, type)) : Optional.empty();
      }
    }
  }

  static OffsetDateTime stamp(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  static void insert(Connection c, List<JournalTail.Numbered> rows) throws SQLException {
    try (PreparedStatement s = c.prepareStatement("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?)")) {
      for (var n : rows) {
        s.setLong(1, n.seq());
        s.setLong(2, n.boot());
        s.setObject(3, stamp(n.row().time()));
        s.setString(4, n.row().user());
        s.setString(5, String.join("\n", n.row().context()));
        s.setString(6, n.row().line());
        s.executeUpdate();
      }
    }
  }
}
