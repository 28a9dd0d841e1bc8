"""Who signs: a certificate chain of this installation's own, or the host's.

Made once and kept in the data folder. Nobody has checked who the installation is, and nothing here
pretends so: a reader elsewhere says "intact, by an unknown signer".
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from seedance_studio.errors import SigningFailed, Text, storing

_CHAIN, _KEY = "signing-chain.pem", "signing-key.pem"
_SIGNING_KEY = Text("The signing key", "签名密钥")
_VALID_FOR = timedelta(days=3650)
_OWN_NAME = "Seedance Studio, this installation (self-signed)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A certificate chain, its private key, and what to say of them."""

    chain_pem: bytes = field(repr=False)
    """The signer's certificate first, its root last."""
    key_pem: bytes = field(repr=False)
    is_own: bool
    """Made here; the host has given no other."""

    @property
    def root_pem(self) -> str:
        """The certificate that the chain ends in."""
        root = x509.load_pem_x509_certificates(self.chain_pem)[-1]
        return root.public_bytes(serialization.Encoding.PEM).decode()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the signer's certificate, shortened to what people compare."""
        leaf = x509.load_pem_x509_certificates(self.chain_pem)[0]
        return leaf.fingerprint(hashes.SHA256()).hex()[:16]

    @property
    def expires(self) -> datetime:
        """When the signer's certificate ends, UTC."""
        return x509.load_pem_x509_certificates(self.chain_pem)[0].not_valid_after_utc


def open_identity(folder: Path, chain_pem: str = "", key_pem: str = "") -> Identity:
    """Give the identity that signs, made in `folder` when there is none yet.

    Args:
        folder: for the installation's own.
        chain_pem: the host's certificates, the signer's first; with `key_pem`, instead of own ones.
        key_pem: the host's private key, for ECDSA on P-256.

    Raises:
        SigningFailed: a file is missing or holds something else, key and certificate do not belong
            together, or the certificate has expired.
        StorageUnwritable: the folder cannot be written.
    """
    if chain_pem:
        given = Identity(chain_pem=chain_pem.encode(), key_pem=key_pem.encode(), is_own=False)
        return _checked(given)
    if not has_own_identity(folder):
        _make(folder)
    try:
        chain, key = ((folder / name).read_bytes() for name in (_CHAIN, _KEY))
    except OSError as error:
        raise _unusable(Text(f"cannot be read ({error})", f"无法读取（{error}）")) from error
    return _checked(Identity(chain_pem=chain, key_pem=key, is_own=True))


def has_own_identity(folder: Path) -> bool:
    """Tell whether an identity was made in this folder before."""
    return (folder / _CHAIN).is_file()


def _checked(identity: Identity) -> Identity:
    try:
        certificate = x509.load_pem_x509_certificates(identity.chain_pem)[0]
        secret = serialization.load_pem_private_key(identity.key_pem, None)
    except (ValueError, TypeError, IndexError) as error:
        raise _unusable(Text(f"cannot be read ({error})", f"无法读取（{error}）")) from error
    if not isinstance(secret, ec.EllipticCurvePrivateKey):
        raise _unusable(Text("is not an elliptic-curve key", "不是椭圆曲线密钥"))
    if secret.public_key() != certificate.public_key():
        raise _unusable(Text("does not fit the certificate", "与证书不匹配"))
    if identity.expires < datetime.now(timezone.utc):
        raise _unusable(Text("has an expired certificate", "的证书已过期"))
    return identity


def _unusable(reason: Text) -> SigningFailed:
    return SigningFailed(
        Text(f"The signing key {reason.en}.", f"签名密钥{reason.zh}。"),
        Text(
            "Put the certificate and key back, or remove both to have new ones made; then sign the "
            "withheld clips again.",
            "请恢复证书与密钥，或同时删除二者以重新生成，然后对暂存的视频重新签名。",
        ),
    )


def _make(folder: Path) -> None:
    now = datetime.now(timezone.utc)
    root_key, leaf_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root_name = _name("Seedance Studio, root of this installation")
    root = (
        _certificate(root_name, root_name, root_key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(is_root=True), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    leaf = (
        _certificate(_name(_OWN_NAME), root_name, leaf_key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(is_root=False), critical=True)
        # What readers accept of a signer that no authority has vetted for C2PA.
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
        )
        .add_extension(issuer, critical=False)
        .sign(root_key, hashes.SHA256())
    )
    chain = b"".join(
        certificate.public_bytes(serialization.Encoding.PEM) for certificate in (leaf, root)
    )
    secret = leaf_key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with storing(_SIGNING_KEY):
        folder.mkdir(parents=True, exist_ok=True)
        # The key first: a chain without its key would never be made again.
        _write(folder / _KEY, secret)
        _write(folder / _CHAIN, chain)


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Seedance Studio"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime
) -> x509.CertificateBuilder:
    # A clock that is set back a little must not make the first clip "signed before it was valid".
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + _VALID_FOR)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, is_root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_root,
        key_cert_sign=is_root,
        crl_sign=is_root,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _write(path: Path, content: bytes) -> None:
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
