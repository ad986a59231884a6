package net.anotherbox.nvram;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The tables, version by version. A step that has been released is never changed; a new one is added at the end. */
final class Schema {
  private static final List<List<String>> STEPS = List.of(
      List.of(
          """
          CREATE TABLE startup_config (
            one BOOLEAN PRIMARY KEY CHECK (one), saved TIMESTAMP(3) WITH TIME ZONE NOT NULL, text VARCHAR NOT NULL)""",
          """
          CREATE TABLE boot (
            id BIGINT PRIMARY KEY, started TIMESTAMP(3) WITH TIME ZONE NOT NULL, base VARCHAR NOT NULL,
            since_seq BIGINT NOT NULL, closed BOOLEAN NOT NULL)""",
          """
          CREATE TABLE journal (
            seq BIGINT PRIMARY KEY, boot BIGINT NOT NULL, at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
            who VARCHAR NOT NULL, context VARCHAR NOT NULL, line VARCHAR NOT NULL)""",
          "CREATE TABLE port_binding (port VARCHAR PRIMARY KEY, link VARCHAR NOT NULL)",
          "CREATE TABLE secret (name VARCHAR PRIMARY KEY, bytes VARBINARY NOT NULL)",
          "CREATE TABLE setting (name VARCHAR PRIMARY KEY, text VARCHAR NOT NULL)"),
      List.of(
          """
          CREATE TABLE rollback (
            one BOOLEAN PRIMARY KEY CHECK (one), since TIMESTAMP(3) WITH TIME ZONE NOT NULL,
            deadline TIMESTAMP(3) WITH TIME ZONE NOT NULL, minutes INT NOT NULL, idle BOOLEAN NOT NULL,
            who VARCHAR NOT NULL, called VARCHAR NOT NULL, text VARCHAR NOT NULL)"""));

  private Schema() {}

  /** Brings the tables to the newest version. @throws NvramException if a newer program has written the file */
  static void migrate(Connection c) throws SQLException {
    try (var s = c.createStatement()) {
      s.execute("CREATE TABLE IF NOT EXISTS migration (version INT PRIMARY KEY, at TIMESTAMP(3) WITH TIME ZONE NOT NULL)");
    }
    int have;
    try (var s = c.createStatement(); var r = s.executeQuery("SELECT COALESCE(MAX(version), 0) FROM migration")) {
      r.next();
      have = r.getInt(1);
    }
    if (have > STEPS.size()) {
      throw new NvramException("the state directory was written by a newer program (schema " + have + ", known "
          + STEPS.size() + ")", null);
    }
    for (int v = have + 1; v <= STEPS.size(); v++) step(c, v);
    c.commit();
  }

  /**
   * H2 commits at each statement that makes a table, so a step broken off by a crash leaves some of its tables without its
   * migration row. They are empty then, since nothing is written before all steps are done: the step drops them and starts
   * over.
   */
  private static void step(Connection c, int version) throws SQLException {
    try (var s = c.createStatement()) {
      for (String ddl : STEPS.get(version - 1)) {
        if (ddl.startsWith("CREATE TABLE ")) s.execute("DROP TABLE IF EXISTS " + ddl.split("\\s+")[2]);
        s.execute(ddl);
      }
      s.execute("INSERT INTO migration VALUES (" + version + ", CURRENT_TIMESTAMP)");
    }
    c.commit();
  }
}
