"""Keeps the table of ARCHITECTURE.md: which room may include what. Reads the #includes, nothing else."""
import pathlib
import re
import sys

# Room -> what its files may include of ours, as path prefixes. A room may always include itself.
EXCHANGE = "net/exchange.hpp"
# The way out of the process, as the exchange is the way in.
COURIER = r"net/courier\.hpp"
# What emulator/ itself says to the rooms below it: what an operation is, and the words its answers are made of. A room of
# its own, though its files lie beside the pipeline's.
CONTRACT = r"emulator/(operation|happening|body|reply|finished|request_ids|header_text|invalid_argument|expected_owner)\.hpp"
CONTRACT_FILES = CONTRACT.replace("hpp", "(hpp|cpp)") + r"|emulator/checksum_headers\.cpp"
ROOMS = {
    "wire": [],
    "signer/service": ["client/", "signer/", "wire/", "net/"],
    "signer": ["wire/"],
    "net": ["wire/"],
    "client": ["signer/", "wire/", "net/"],
    "emulator/store": ["wire/"],
    "emulator/model": ["emulator/store/", "wire/"],
    "emulator/access": ["signer/", "wire/"],
    "emulator/world": ["emulator/model/", "emulator/store/", "emulator/access/", "signer/", "wire/"],
    "the contract": ["emulator/model/", "wire/", EXCHANGE],
    "emulator/documents": ["emulator/model/", "wire/", EXCHANGE, CONTRACT],
    # The signer's header: Content-Encoding is stored without aws-chunked.
    "emulator/objects": ["emulator/model/", "emulator/documents/", "wire/", EXCHANGE, CONTRACT, r"signer/chunked\.hpp",
                         r"emulator/lifecycle/schedule\.hpp"],
    "emulator/lifecycle": ["emulator/model/", "emulator/documents/", "emulator/world/", "wire/", r"emulator/happening\.hpp"],
    "emulator/ops": ["emulator/model/", "emulator/documents/", "emulator/objects/", "wire/", EXCHANGE, CONTRACT],
    "emulator/events": [r"emulator/documents/notification\.hpp", "emulator/model/", "emulator/world/", "wire/", COURIER, CONTRACT],
    "emulator/query_api": ["emulator/access/", "signer/", "wire/", EXCHANGE, CONTRACT],
    "emulator/archive": ["emulator/store/", "emulator/world/", r"emulator/model/little_endian\.hpp", "wire/", EXCHANGE],
    "emulator/seed": [r"emulator/(emulator|header_text)\.hpp", "emulator/world/", "emulator/access/", "signer/", "wire/", EXCHANGE],
    "emulator/control": [r"emulator/(emulator|har)\.hpp", "emulator/(world|access|archive|seed|lifecycle)/",
                         r"signer/credentials\.hpp", "wire/", EXCHANGE],
    "emulator": ["emulator/", "signer/", "wire/", EXCHANGE, COURIER],
    "testing": [r"emulator/(emulator|har)\.hpp", "emulator/(world|store|seed|archive|lifecycle|control|events)/",
                r"net/(server|exchange|webhook)\.hpp", "wire/"],
    "cli": [""],
}
# What no file of a room may include, whatever the list above says.
NEVER = {
    "wire": [r"boost/(asio|beast)", r"sqlite"],
    "signer": [r"boost/(asio|beast)", r"openssl/", r"emulator/", r"client/", r"signer/service/"],
    "signer/service": [r"boost/(asio|beast)", r"openssl/", r"emulator/", r"cli/"],
    "net": [r"openssl/"],
    "client": [r"boost/beast", r"openssl/", r"signer/service/"],
    "emulator": [r"boost/(asio|beast)", r"openssl/", r"client/", r"emulator/(ops|control)/"],
    "the contract": [r"boost/(asio|beast)", r"openssl/"],
    "emulator/documents": [r"boost/(asio|beast)", r"openssl/", r"emulator/(access|objects|ops|query_api|store|world)/",
                           r"emulator/(emulator|pipeline|router)\.hpp"],
    "emulator/objects": [r"boost/(asio|beast)", r"openssl/", r"emulator/(access|ops|query_api|store|world)/",
                         r"emulator/(emulator|pipeline|router)\.hpp"],
    "emulator/lifecycle": [r"boost/(asio|beast)", r"openssl/", r"emulator/(access|objects|ops|query_api|store)/",
                           r"emulator/(emulator|pipeline|router)\.hpp"],
    "emulator/ops": [r"boost/(asio|beast)", r"openssl/", r"emulator/(access|store|world)/",
                     r"emulator/(emulator|pipeline|router)\.hpp"],
    "emulator/events": [r"boost/(asio|beast)", r"openssl/", r"emulator/(access|objects|ops|query_api|store)/",
                        r"emulator/(emulator|pipeline|router)\.hpp"],
    "emulator/query_api": [r"boost/(asio|beast)", r"openssl/", r"emulator/(ops|model|store|world)/",
                           r"emulator/(emulator|pipeline|router)\.hpp"],
    "emulator/archive": [r"boost/(asio|beast)", r"openssl/", r"emulator/(access|ops)/"],
    "emulator/seed": [r"boost/(asio|beast)", r"openssl/", r"emulator/(model|ops|query_api|store)/"],
    "emulator/store": [r"boost/(asio|beast)", r"openssl/"],
    "emulator/model": [r"boost/(asio|beast)", r"openssl/"],
    "emulator/access": [r"boost/(asio|beast)", r"openssl/"],
    "emulator/world": [r"boost/(asio|beast)", r"openssl/", r"emulator/ops/"],
    "emulator/control": [r"boost/(asio|beast)", r"openssl/", r"emulator/(ops|documents|objects|model|store|query_api)/",
                         r"emulator/(pipeline|router)\.hpp"],
    "testing": [r"boost/", r"openssl/", r"client/", r"cli/"],
    "cli": [r"boost/beast", r"openssl/"],
}
# The places for crypto: digests, and public keys (what those share is in evp.hpp).
CRYPTO = ("wire/digest.cpp", "wire/ecdsa.cpp", "wire/rsa.cpp", "wire/evp.hpp")
# The place for TLS.
TLS = "net/tls.cpp"
EXCEPT = {(file, "openssl/") for file in (*CRYPTO, TLS)}
# Brings OpenSSL's headers with it.
CRYPTO_INTERNAL = "wire/evp.hpp"
OURS = re.compile(r"^(wire|signer|net|client|emulator|testing|cli)/")
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^">]+)[">]', re.M)


def room_of(path):
    """The innermost room that holds the file: emulator/ops before emulator."""
    if re.fullmatch(CONTRACT_FILES, path):
        return "the contract"
    return max((room for room in ROOMS if path.startswith(room + "/")), key=len, default=None)


def faults_in(path, text):
    """Every include of `text` that the table forbids to the file `path`."""
    room = room_of(path)
    for included in INCLUDE.findall(text):
        if any(path == file and included.startswith(prefix) for file, prefix in EXCEPT):
            continue
        if room == "wire" and included.startswith("openssl/"):
            yield f"{path}: only {', '.join(CRYPTO)} may include <{included}>"
        elif included == CRYPTO_INTERNAL and path not in CRYPTO:
            yield f"{path}: {included} is for {', '.join(CRYPTO)} alone"
        elif any(re.match(pattern, included) for pattern in NEVER.get(room, [])):
            yield f"{path}: {room} must never include {included}"
        elif OURS.match(included) and room_of(included) != room and not any(
                re.match(prefix, included) for prefix in ROOMS[room]):
            yield f"{path}: {room} may not include {included}"


def main(top):
    sources = [p for room in ("wire", "signer", "net", "client", "emulator", "testing", "cli")
               for p in sorted((top / room).rglob("*")) if p.suffix in (".hpp", ".cpp", ".def")]
    if not sources:
        sys.exit(f"layers: no sources below {top}: this test would prove nothing")
    faults = [f for p in sources for f in faults_in(p.relative_to(top).as_posix(), p.read_text())]
    print(*faults, sep="\n")
    sys.exit(f"layers: {len(faults)} forbidden includes" if faults else 0)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
