package net.anotherbox.box;

import java.util.Optional;
import net.anotherbox.runtime.loop.Loop;
import net.anotherbox.runtime.port.AddressTranslation;
import net.anotherbox.runtime.port.CryptoPlane;
import net.anotherbox.runtime.port.Datagrams;
import net.anotherbox.runtime.port.EchoPort;
import net.anotherbox.runtime.port.KernelPort;
import net.anotherbox.runtime.port.PacketFilter;
import net.anotherbox.runtime.port.Randomness;
import net.anotherbox.runtime.port.ServerPort;
import net.anotherbox.runtime.port.TransitPorts;
import net.anotherbox.runtime.port.TunnelPlane;
import net.anotherbox.runtime.port.UdpPorts;
import net.anotherbox.shell.file.RemoteCopy;
import net.anotherbox.shell.session.OtherMachines;

/**
 * The world a box lives in: Linux on a site, virtual wires in a lab, nothing but a clock where it may not touch the network.
 *
 * @param filter what enforces access lists on interfaces, or empty where nothing does
 * @param datagrams sockets for TFTP
 * @param ssh the way to files of other machines
 * @param servers how RADIUS and TACACS+ servers are reached
 * @param machines the way to sessions on other machines
 * @param translation what translates addresses, or empty
 * @param packets whether anything is sent and forwarded at all
 * @param transit how probes of Tunnel Endpoint Discovery are caught and sent
 * @param tunnels what carries the packets of tunnel interfaces
 */
public record Outside(Loop loop, Randomness randomness, KernelPort kernel, UdpPorts udp, CryptoPlane plane, EchoPort echo,
    Optional<PacketFilter> filter, Optional<AddressTranslation> translation, Datagrams datagrams, RemoteCopy ssh,
    ServerPort servers, OtherMachines machines, boolean packets, TransitPorts transit,
    TunnelPlane tunnels) {
  /** A world in which packets go, without the way to other machines by SSH. */
  public Outside(Loop loop, Randomness randomness, KernelPort kernel, UdpPorts udp, CryptoPlane plane, EchoPort echo,
      Optional<PacketFilter> filter, Optional<AddressTranslation> translation, Datagrams datagrams, ServerPort servers) {
    this(loop, randomness, kernel, udp, plane, echo, filter, translation, datagrams, RemoteCopy.NONE, servers,
        OtherMachines.NONE, true, TransitPorts.NONE, TunnelPlane.NONE);
  }

  /** Without datagrams of its own: no file comes or goes over the network. */
  public Outside(Loop loop, Randomness randomness, KernelPort kernel, UdpPorts udp, CryptoPlane plane, EchoPort echo,
      Optional<PacketFilter> filter, Optional<AddressTranslation> translation) {
    this(loop, randomness, kernel, udp, plane, echo, filter, translation, Datagrams.NONE, ServerPort.NONE);
  }

  /** The same world with another packet plane. */
  public Outside with(CryptoPlane other) {
    return new Outside(loop, randomness, kernel, udp, other, echo, filter, translation, datagrams, ssh, servers, machines,
        packets, transit, tunnels);
  }

  /** The same world, in which probes are caught and sent so. */
  public Outside with(TransitPorts probes) {
    return new Outside(loop, randomness, kernel, udp, plane, echo, filter, translation, datagrams, ssh, servers, machines,
        packets, probes, tunnels);
  }

  /** The same world, in which tunnels are carried so. */
  public Outside carrying(TunnelPlane carrier) {
    return new Outside(loop, randomness, kernel, udp, plane, echo, filter, translation, datagrams, ssh, servers, machines,
        packets, transit, carrier);
  }
}
