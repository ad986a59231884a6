package net.anotherbox.shell.box;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Set;
import net.anotherbox.runtime.port.SocketTable.Socket;
import net.anotherbox.runtime.port.SocketTable.State;
import net.anotherbox.runtime.release.Platform;
import net.anotherbox.runtime.release.Release;
import net.anotherbox.runtime.value.Address;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.value.Ipv6;
import net.anotherbox.shell.access.Door;
import net.anotherbox.shell.session.Caller.Transport;
import org.junit.jupiter.api.Test;

class SocketsTest {
  private static final Address ANY = new Ipv4(0);
  private static final List<Socket> OPEN = List.of(
      new Socket(true, 0x1f2e3d, ANY, 22, ANY, 0, State.LISTEN, 0, 0),
      new Socket(true, 0x630d3f30, Ipv4.of("10.1.1.1"), 22, Ipv4.of("192.168.6.20"), 59831, State.ESTAB, 0, 0),
      new Socket(false, 7, ANY, 500, ANY, 0, State.LISTEN, 12, 0),
      new Socket(false, 8, Ipv4.of("10.1.1.1"), 50123, Ipv4.of("10.1.1.2"), 69, State.ESTAB, 0, 3),
      new Socket(false, 9, Ipv6.of("2001:DB8::1"), 500, ANY, 0, State.LISTEN, 0, 0));

  private static TestBox box(Release r) {
    var box = new TestBox(r, r.atLeast(Release.R15_1) ? Platform.C2911 : Platform.C3725);
    box.features.sockets(() -> OPEN);
    box.features.remote().opened(Transport.SSH, new Door() {
      @Override
      public int port() {
        return 22;
      }

      @Override
      public Set<Integer> alsoAt(Set<Integer> ports) {
        return Set.of();
      }
    });
    return box;
  }

  @Test
  void tcpConnectionsAreListedAndWithAllWhoListensToo() {
    String head = "TCB       Local Address           Foreign Address        (state)\n";
    String connected = "630D3F30  10.1.1.1.22             192.168.6.20.59831     ESTAB\n";
    assertEquals(head + connected, box(Release.R12_4).type("show tcp brief"));
    assertEquals(head + "001F2E3D  *.22                    *.*                    LISTEN\n" + connected,
        box(Release.R12_4).type("show tcp brief all numeric"));
    assertEquals("TCB       Local Address               Foreign Address             (state)\n"
        + "630D3F30  10.1.1.1.22                 192.168.6.20.59831          ESTAB\n",
        box(Release.R15_2).type("show tcp brief"));
  }

  @Test
  void ofATcpConnectionIsShownWhoBeganItAndWhatWaits() {
    assertEquals("""

        Stand-alone TCP connection from host 192.168.6.20
        Connection state is ESTAB, I/O status: 1, unread input bytes: 0
        Local host: 10.1.1.1, Local port: 22
        Foreign host: 192.168.6.20, Foreign port: 59831

        Unacknowledged output bytes: 0
        """, box(Release.R12_4).type("show tcp"));
  }

  @Test
  void udpSocketsAreListedInTheWordsOfTheRelease() {
    assertEquals("Proto    Remote      Port      Local       Port  In Out Stat TTY OutputIF\n"
        + " 17   --listen--          --any--           500  12   0    1   0 \n"
        + " 17 10.1.1.2           69 10.1.1.1        50123   0   3    0   0 \n",
        box(Release.R12_3).type("show ip sockets"));
    assertEquals("Proto        Remote      Port      Local       Port  In Out  Stat TTY OutputIF\n"
        + " 17       --listen--          --any--           500  12   0       1   0 \n"
        + " 17     10.1.1.2           69 10.1.1.1        50123   0   3       0   0 \n"
        + " 17(v6)   --listen--          2001:DB8::1       500   0   0       1   0 \n",
        box(Release.R15_2).type("show udp"));
  }

  @Test
  void portsAreShownWithWhoStandsBehindThem() {
    assertEquals("""
        Active internet connections (servers and established)
        Prot               Local Address             Foreign Address                  Service    State
         tcp                        *:22                         *:0               SSH-Server   LISTEN
         tcp                        *:22          192.168.6.20:59831               SSH-Server ESTABLIS
         udp                       *:500                         *:0                   ISAKMP   LISTEN
         udp                     *:50123                 10.1.1.2:69                 IP Input ESTABLIS
         udp                       *:500                         *:0                   ISAKMP   LISTEN

        """, box(Release.R12_4).type("show control-plane host open-ports"));
    assertFalse(box(Release.R12_3).type("show control-plane host open-ports").contains("Active"));
  }
}
