package io.github.pevl.translate;

import io.github.pevl.internal.util.Excerpt;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The hosts that images of requests may be fetched from. An entry is a name or an IP address, with
 * {@code :port} to allow only that port; IPv6 addresses are in brackets.
 *
 * <p>A name must resolve to public addresses only: one that resolves to this machine or a private
 * network is refused, so that whoever controls the name cannot point it there. An address that is
 * an entry itself is taken as it is.
 */
record AllowedHosts(Set<String> entries) {

    static AllowedHosts of(List<String> entries) {
        return new AllowedHosts(
                entries.stream()
                        .map(entry -> entry.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /**
     * Checks a URL and the addresses that its host resolves to.
     *
     * @throws IllegalArgumentException if the scheme or the host is not allowed
     * @throws IOException if the host has no address, or one that is not public
     */
    void require(URI url) throws IOException {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("http") || scheme.equals("https");
        String host = url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
        boolean listed =
                entries.contains(host)
                        || entries.contains(host + ":" + port(url, scheme.equals("https")));
        if (!web || url.getRawUserInfo() != null || !listed) {
            throw new IllegalArgumentException(
                    "image is the URL %s, which this server does not fetch. It fetches http and"
                                    .formatted(Excerpt.of(url.toString()))
                            + " https URLs without user name from the hosts that the model's"
                            + " argument allowUrls names; or send the image itself.");
        }
        if (!isAddress(host)) {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                requirePublic(host, address);
            }
        }
    }

    private static int port(URI url, boolean secure) {
        return url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
    }

    private static boolean isAddress(String host) {
        return host.startsWith("[") || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }

    private static void requirePublic(String host, InetAddress address) throws IOException {
        if (!isPublic(address)) {
            throw new IOException(
                    "image is a URL of %s, which leads to the address %s of this machine or a private network."
                                    .formatted(host, address.getHostAddress())
                            + " Name the address itself in allowUrls if it is meant.");
        }
    }

    /** Whether an address is publicly routable. */
    static boolean isPublic(InetAddress address) {
        boolean special =
                address.isLoopbackAddress()
                        || address.isAnyLocalAddress()
                        || address.isLinkLocalAddress()
                        || address.isSiteLocalAddress()
                        || address.isMulticastAddress();
        byte[] bytes = address.getAddress();
        return !special
                && !(address instanceof Inet6Address ? isReserved6(bytes) : isReserved4(bytes));
    }

    /** "This" network, carriers' shared addresses, protocol assignments, benchmarks, reserved. */
    private static boolean isReserved4(byte[] address) {
        int first = address[0] & 0xff;
        int second = address[1] & 0xff;
        return first == 0
                || first >= 240
                || first == 100 && (second & 0xc0) == 64
                || first == 192 && second == 0 && address[2] == 0
                || first == 198 && (second & 0xfe) == 18;
    }

    /** All but global unicast, and in that what carries an IPv4 address: 6to4, Teredo, NAT64. */
    private static boolean isReserved6(byte[] address) {
        int first = (address[0] & 0xff) << 8 | address[1] & 0xff;
        int second = (address[2] & 0xff) << 8 | address[3] & 0xff;
        return (first & 0xe000) != 0x2000 || first == 0x2002 || first == 0x2001 && second == 0;
    }
}
