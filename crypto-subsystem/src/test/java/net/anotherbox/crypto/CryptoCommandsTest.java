package net.anotherbox.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import net.anotherbox.config.feature.Execution;
import net.anotherbox.config.feature.Session;
import net.anotherbox.config.grammar.Grammar;
import net.anotherbox.config.grammar.Matched;
import net.anotherbox.config.grammar.Mode;
import net.anotherbox.runtime.log.DebugFlag;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CryptoCommandsTest {
  /** A command that only prints. */
  record Printing(Matched command, StringBuilder out) implements Execution {
    @Override
    public Session session() {
      throw new AssertionError("needs no session");
    }

    @Override
    public void print(String text) {
      out.append(text);
    }

    @Override
    public void later() {
      throw new AssertionError("ends at once");
    }

    @Override
    public void done() {}

    @Override
    public void ask(String question, boolean echo, Consumer<String> answer) {
      throw new AssertionError("asks nothing");
    }

    @Override
    public void confirm(String question, Consumer<Boolean> answer) {
      throw new AssertionError("asks nothing");
    }

    @Override
    public void onBreak(Runnable task) {}
  }

  private final Pair pair = new Pair().entries(0, 0).apply();
  private final Grammar grammar = new Grammar(pair.left.personality);

  @BeforeEach
  void declare() {
    new CryptoCommands(pair.left.crypto, pair.left.log).declare(grammar);
  }

  private String run(String typed) {
    var m = assertInstanceOf(Matched.class, grammar.parse(new Grammar.Place(Mode.EXEC, null, 15), typed), typed);
    var x = new Printing(m, new StringBuilder());
    m.line().command().orElseThrow().run(x);
    return x.out.toString();
  }

  @Test
  void everyWordHasHelp() {
    assertEquals(List.of(), grammar.violations());
  }

  @Test
  void theShowsTellOfTheSas() {
    pair.packet(5_000);
    assertTrue(run("sh cry isa sa").contains("QM_IDLE"));
    assertTrue(run("show crypto ipsec sa peer 192.0.2.2").contains("current_peer 192.0.2.2"));
    assertFalse(run("show crypto ipsec sa peer 192.0.2.3").contains("current_peer"));
    assertFalse(run("show crypto ipsec sa interface FastEthernet0/0").contains("current_peer"));
    assertTrue(run("show crypto map tag VPN").contains("192.0.2.2"));
    assertEquals(run("show crypto map"), run("show crypto map interface fa0/1"));
    assertFalse(run("show crypto map tag OTHER").contains("192.0.2.2"));
    assertTrue(run("show crypto engine connections active").contains("FastEthernet0/1"));
    assertTrue(run("show crypto isakmp key").contains("cisco123"));
    assertTrue(run("show crypto ipsec transform-set").contains("TS"));
    assertTrue(run("show crypto isakmp policy").contains("10"));
  }

  @Test
  void clearTakesThemDown() {
    pair.packet(5_000);
    run("clear crypto sa peer 192.0.2.3");
    assertEquals(1, pair.left.crypto.ipsecSaPairs());
    run("clear crypto sa peer 192.0.2.2");
    assertEquals(0, pair.left.crypto.ipsecSaPairs());
    run("clear crypto isakmp");
    pair.loop.run(200_000);
    assertEquals(0, pair.left.crypto.isakmpSas());
  }

  @Test
  void debugsAreSwitchedByTheirWords() {
    DebugFlag isakmp = CryptoSubsystem.flags().stream().filter(f -> f.command().equals("crypto isakmp")).findFirst()
        .orElseThrow();
    assertEquals("Crypto ISAKMP debugging is on\n", run("debug crypto isakmp"));
    assertTrue(pair.left.log.isOn(isakmp));
    assertEquals("Crypto ISAKMP debugging is off\n", run("undebug crypto isakmp"));
    assertFalse(pair.left.log.isOn(isakmp));
    run("debug crypto isakmp");
    assertEquals("Crypto ISAKMP debugging is off\n", run("no debug crypto isakmp"));
  }

  @Test
  void whoIsNotEnabledMayLookAndNothingElse() {
    var user = new Grammar.Place(Mode.EXEC, null, 1);
    assertInstanceOf(Matched.class, grammar.parse(user, "show crypto isakmp sa"));
    for (String forbidden : List.of("show crypto isakmp key", "clear crypto sa", "debug crypto isakmp"))
      assertFalse(grammar.parse(user, forbidden) instanceof Matched, forbidden);
  }
}
