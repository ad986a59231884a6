package net.anotherbox.crypto;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.anotherbox.crypto.isakmp.keys.DhGroup;
import net.anotherbox.crypto.isakmp.keys.IsakmpCipher;
import net.anotherbox.crypto.isakmp.keys.PhaseOneKeys;
import net.anotherbox.crypto.isakmp.keys.Prf;
import net.anotherbox.crypto.isakmp.message.Attribute;
import net.anotherbox.crypto.isakmp.message.ExchangeType;
import net.anotherbox.crypto.isakmp.message.IsakmpHeader;
import net.anotherbox.crypto.isakmp.message.IsakmpMessage;
import net.anotherbox.crypto.isakmp.message.IsakmpReader;
import net.anotherbox.crypto.isakmp.message.IsakmpWriter;
import net.anotherbox.crypto.isakmp.message.Payload;
import net.anotherbox.crypto.isakmp.message.Proposal;
import net.anotherbox.crypto.isakmp.message.Transform;
import net.anotherbox.runtime.loop.VirtualLoop;
import net.anotherbox.runtime.port.PortUnavailable;
import net.anotherbox.runtime.port.SeededRandomness;
import net.anotherbox.runtime.port.UdpPorts;
import net.anotherbox.runtime.value.Ipv4;
import net.anotherbox.runtime.wire.DecodeError;

/** An initiator under a test's hand: every message is built and opened by itself, with real bytes and keys. */
final class ScriptedPeer {
  final SeededRandomness randomness = new SeededRandomness(99);
  final ArrayDeque<byte[]> arrived = new ArrayDeque<>();
  final Ipv4 local;
  final Ipv4 remote;
  final long cookie = 0x9ddfe2934d8be14bL;
  private final VirtualLoop loop;
  private final UdpPorts.Socket socket;
  private final Prf prf;
  private final IsakmpCipher cipher;
  private final DhGroup group;
  private final String secret;
  long responderCookie;
  private byte[] saBody;
  private DhGroup.Pair pair;
  private byte[] nonce;
  PhaseOneKeys keys;
  private byte[] peersValue;
  private byte[] quickIv;
  byte[] quickNonce;
  private byte[] quickPeersNonce;
  DhGroup.Pair quickPair;

  ScriptedPeer(VirtualLoop loop, UdpPorts ports, String local, String remote, Prf prf, IsakmpCipher cipher, DhGroup group,
      String secret) throws PortUnavailable {
    this.loop = loop;
    this.local = Ipv4.of(local);
    this.remote = Ipv4.of(remote);
    this.prf = prf;
    this.cipher = cipher;
    this.group = group;
    this.secret = secret;
    this.socket = ports.open(this.local, 500, (l, lp, r, rp, d) -> arrived.add(d));
  }

  static Transform phaseOne(int number, Attribute... attributes) {
    return new Transform(number, 1, List.of(attributes));
  }

  void send(byte[] datagram) {
    socket.send(remote, 500, datagram);
    loop.run(100);
  }

  IsakmpMessage clear() throws DecodeError {
    byte[] d = arrived.remove();
    return IsakmpReader.clear(IsakmpHeader.read(d), d);
  }

  byte[] first(List<Transform> transforms, Payload... more) {
    var sa = new Payload.Sa(1, 1, List.of(new Proposal(1, 1, new byte[0], transforms)), new byte[0]);
    saBody = IsakmpWriter.body(sa);
    var all = new ArrayList<Payload>(List.of(sa));
    all.addAll(List.of(more));
    return IsakmpWriter.clear(IsakmpHeader.of(cookie, 0, ExchangeType.MAIN, false, 0), all);
  }

  IsakmpMessage second() throws DecodeError {
    var m = clear();
    responderCookie = m.header().responderCookie();
    return m;
  }

  byte[] third(Payload... more) {
    pair = group.pair(group.exponent(randomness));
    nonce = randomness.bytes(16);
    var all = new ArrayList<Payload>(List.of(new Payload.Ke(pair.value()), new Payload.Nonce(nonce)));
    all.addAll(List.of(more));
    return IsakmpWriter.clear(IsakmpHeader.of(cookie, responderCookie, ExchangeType.MAIN, false, 0), all);
  }

  IsakmpMessage fourth() throws DecodeError {
    var m = clear();
    peersValue = m.the(Payload.Ke.class).value();
    keys = new PhaseOneKeys(prf, cipher, secret.getBytes(), nonce, m.the(Payload.Nonce.class).value(), group.shared(pair,
        peersValue),
        cookies(), pair.value(), peersValue);
    return m;
  }

  byte[] cookies() {
    return ByteBuffer.allocate(16).putLong(cookie).putLong(responderCookie).array();
  }

  byte[] fifth(Payload.Id id, Payload... more) {
    byte[] hash = keys.authentication(pair.value(), peersValue, Arrays.copyOf(cookies(), 8), Arrays.copyOfRange(cookies(),
        8, 16), saBody, id.body());
    var all = new ArrayList<Payload>(List.of(id, new Payload.Hash(hash)));
    all.addAll(List.of(more));
    byte[] body = keys.encrypt(keys.mainIv(), IsakmpWriter.payloads(all));
    keys.mainIv(cipher.lastBlock(body));
    return IsakmpWriter.message(IsakmpHeader.of(cookie, responderCookie, ExchangeType.MAIN, true, 0), 5, body);
  }

  /** Opens message 6 and checks HASH_R. */
  IsakmpMessage sixth() throws DecodeError {
    byte[] d = arrived.remove();
    byte[] body = Arrays.copyOfRange(d, 28, d.length);
    var m = IsakmpReader.decrypted(IsakmpHeader.read(d), keys.decrypt(keys.mainIv(), body));
    keys.mainIv(cipher.lastBlock(body));
    byte[] hash = keys.authentication(peersValue, pair.value(), Arrays.copyOfRange(cookies(), 8, 16),
        Arrays.copyOf(cookies(), 8), saBody,
        m.the(Payload.Id.class).body());
    if (!Arrays.equals(hash, m.the(Payload.Hash.class).value())) throw new AssertionError("HASH_R");
    return m;
  }

  byte[] quickFirst(int mid, Payload.Sa sa, DhGroup pfs, Payload.Id own, Payload.Id other, Payload... more) {
    quickNonce = randomness.bytes(16);
    var rest = new ArrayList<Payload>(List.of(sa, new Payload.Nonce(quickNonce)));
    if (pfs != null) {
      quickPair = pfs.pair(pfs.exponent(randomness));
      rest.add(new Payload.Ke(quickPair.value()));
    }
    rest.add(own);
    rest.add(other);
    rest.addAll(List.of(more));
    quickIv = keys.iv(mid);
    return quick(mid, keys.hash1(mid, IsakmpWriter.payloads(rest)), rest);
  }

  private byte[] quick(int mid, byte[] hash, List<Payload> rest) {
    var all = new ArrayList<Payload>(List.of(new Payload.Hash(hash)));
    all.addAll(rest);
    byte[] body = keys.encrypt(quickIv, IsakmpWriter.payloads(all));
    quickIv = cipher.lastBlock(body);
    return IsakmpWriter.message(IsakmpHeader.of(cookie, responderCookie, ExchangeType.QUICK, true, mid), 8, body);
  }

  IsakmpMessage quickSecond(int mid) throws DecodeError {
    byte[] d = arrived.remove();
    byte[] body = Arrays.copyOfRange(d, 28, d.length);
    var m = IsakmpReader.decrypted(IsakmpHeader.read(d), keys.decrypt(quickIv, body));
    quickIv = cipher.lastBlock(body);
    if (!Arrays.equals(keys.hash2(mid, quickNonce, m.afterFirst()), m.the(Payload.Hash.class)
        .value())) throw new AssertionError("HASH(2)");
    quickPeersNonce = m.the(Payload.Nonce.class).value();
    return m;
  }

  byte[] quickThird(int mid) {
    return quick(mid, keys.hash3(mid, quickNonce, quickPeersNonce), List.of());
  }

  byte[] quickPeersNonce() {
    return quickPeersNonce;
  }

  /** An Informational under the SA's protection. */
  byte[] informational(int mid, Payload... payloads) {
    byte[] rest = IsakmpWriter.payloads(List.of(payloads));
    var all = new ArrayList<Payload>(List.of(new Payload.Hash(keys.hash1(mid, rest))));
    all.addAll(List.of(payloads));
    byte[] body = keys.encrypt(keys.iv(mid), IsakmpWriter.payloads(all));
    return IsakmpWriter.message(IsakmpHeader.of(cookie, responderCookie, ExchangeType.INFORMATIONAL, true, mid), 8, body);
  }

  /** Opens an Informational. */
  IsakmpMessage opened() throws DecodeError {
    byte[] d = arrived.remove();
    var h = IsakmpHeader.read(d);
    var m = IsakmpReader.decrypted(h, keys.decrypt(keys.iv(h.messageId()), Arrays.copyOfRange(d, 28, d.length)));
    if (!Arrays.equals(keys.hash1(h.messageId(), m.afterFirst()), m.the(Payload.Hash.class)
        .value())) throw new AssertionError("HASH");
    return m;
  }
}
