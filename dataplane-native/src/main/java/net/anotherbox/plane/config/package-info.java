/**
 * The commands of interfaces, access lists and address translation, the ports behind the interfaces, and {@code ping}.
 *
 * <p><b>Interfaces and ports.</b> An interface is a name of IOS with settings; what carries its packets is a link of
 * Linux. Which link stands behind which interface is said by {@code port bind FastEthernet0/1 eth1} and kept apart from
 * the configuration, so that a configuration can be pasted on any machine. {@link
 * net.anotherbox.plane.config.InterfaceLines} reads the tree into {@link net.anotherbox.plane.config.InterfaceSettings},
 * {@link net.anotherbox.plane.config.Interfaces} compares them with the last ones and tells the kernel: addresses, MTU,
 * up or down. Loopbacks need no binding: each is a link of its own name. A link may come and go; what was configured is
 * put on it when it comes.
 *
 * <p>On a router out of the carton every port is {@code shutdown}. Here a port that nobody has touched is not: IOS prints
 * nothing for a port that is up, so a configuration copied from a router never says {@code no shutdown}, and one that is
 * pasted must come up by being pasted. What keeps an untouched port silent is that it is bound to nothing.
 *
 * <p>Lines that no code reads stand in {@code interface.lines}, each with what it does here and why not more ({@link
 * net.anotherbox.config.feature.LineFile}).
 *
 * <p><b>IPv6.</b> {@link net.anotherbox.plane.config.Ipv6Lines} reads what is configured of it, {@link
 * net.anotherbox.plane.config.Ipv6Interfaces} makes the addresses whole (the last 64 bits come of a MAC: the interface's
 * own, or that of the first Ethernet) and hands each link its wish whenever the lines or the link have changed. Linux
 * tells when an address has turned out to be free; until then it is tentative and no route. Beside the addresses stand
 * {@link net.anotherbox.plane.config.Ipv6AccessLists} and {@link net.anotherbox.plane.config.Ipv6TrafficFilters}, apart
 * from those of IPv4 because hardly a word of their entries is the same, and {@link
 * net.anotherbox.plane.config.Ipv6Ping}. What hosts are told is {@link
 * net.anotherbox.plane.config.RouterAdvertisements}', read by {@link net.anotherbox.plane.config.AdvertisementLines} and
 * timed by {@link net.anotherbox.plane.nd.Advertising}; an interface that learns its own addresses from a router tells
 * nobody, and routers heard there are what a default route may be made of.
 *
 * <p><b>Access lists.</b> {@code access-list 101 …} and {@code ip access-list extended 101} are one list, so there is one
 * section for it, and the first spelling is typed into it. Entries are keyed by sequence number; a remark has the number
 * of the entry before it. Each entry is kept as IOS writes it: names for ports, {@code host} for a wildcard of zeros,
 * "deny" as wide as "permit". {@link net.anotherbox.plane.config.AccessEntryReader} makes conditions on packets of it,
 * for crypto maps, for translation and for {@link net.anotherbox.plane.config.AccessGroups}, which works out the whole
 * filter after each change and hands it to a {@link net.anotherbox.runtime.port.PacketFilter}. Awkward: a filter may ask
 * for what the box cannot test (TCP flags, time ranges). Then it errs on the closed side, and {@code show configuration
 * support} says so.
 *
 * <p><b>Translation.</b> {@link net.anotherbox.plane.config.NatFeature} hands overload translation to an {@link
 * net.anotherbox.runtime.port.AddressTranslation} in the same way. Two things differ from a router. A crypto map picks
 * its packets before translation, so a list that forgets to deny them still lets them into the tunnel, where IOS would
 * translate them and send them in clear. And a list on an outside interface, direction out, sees inside addresses.
 *
 * <p><b>Tunnels.</b> {@link net.anotherbox.plane.config.TunnelLines} reads them, {@link
 * net.anotherbox.plane.config.Tunnels} finds their ends and decides about their line protocol, after each change of
 * interfaces, routes, SAs and keepalives; those who protect them see them as a {@link
 * net.anotherbox.runtime.port.TunnelTable}. A tunnel rests on routes and routes rest on tunnels, so they are looked at in
 * turn until nothing changes; one whose destination is routed through itself is taken down for a minute, as IOS does. A
 * tunnel to which a link was bound by hand is no concern of ours. A virtual access interface is made after its template
 * and follows the template's changes ({@link net.anotherbox.plane.config.VirtualAccess}). Multipoint tunnels have a
 * device and a line protocol and find no other ends. A tunnel's "output drops" are packets that had no SA, did not fit or
 * could not be sent; the other counters are its device's.
 *
 * <p><b>Traffic.</b> Counters are the kernel's, less what they were when they were cleared or the link was bound. Rates
 * are averaged as IOS does, exponentially over the load interval, from a sample every five seconds; "Last input" is as
 * fine as the samples are. What Linux does not count (runts, CRC errors apart from others) shows as 0.
 */
package net.anotherbox.plane.config;
