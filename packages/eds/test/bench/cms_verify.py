"""How often OpenSSL's CMS_verify judges the signatures of a folder in a CPU second: one line of JSON.

usage: cms_verify.py FOLDER ENGINE TIMES
FOLDER holds *.cms and, where the path is to be verified, *.cer; ENGINE is "gost" or "-".
Per signature: d2i, content digest, signature and, with certificates, the path. The calls themselves cost some 3 us.
"""
import ctypes
import json
import pathlib
import sys
import time

BINARY, NO_PATH, ANY_PURPOSE, ENGINE_DYNAMIC, EVERY_METHOD = 0x80, 0x20, 7, 0x400, 0xFFFF
folder, engine, times = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
crypto = ctypes.CDLL("libcrypto.so.3")
for name in ("BIO_new_mem_buf", "d2i_CMS_bio", "d2i_X509_bio", "X509_STORE_new", "ENGINE_by_id"):
    getattr(crypto, name).restype = ctypes.c_void_p
POINTER = ctypes.c_void_p


def parse(read, der):
    source = POINTER(crypto.BIO_new_mem_buf(der, len(der)))
    parsed = POINTER(getattr(crypto, read)(source, None))
    crypto.BIO_free(source)
    return parsed


if engine != "-":
    crypto.OPENSSL_init_crypto(ctypes.c_uint64(ENGINE_DYNAMIC), None)
    found = POINTER(crypto.ENGINE_by_id(engine.encode()))
    if not found or not crypto.ENGINE_init(found) or not crypto.ENGINE_set_default(found, EVERY_METHOD):
        sys.exit(f"OpenSSL has no engine {engine}")

store = POINTER(crypto.X509_STORE_new())
certificates = [path.read_bytes() for path in folder.glob("*.cer")]
for certificate in certificates:
    crypto.X509_STORE_add_cert(store, parse("d2i_X509_bio", certificate))
crypto.X509_STORE_set_purpose(store, ANY_PURPOSE)
flags = BINARY if certificates else BINARY | NO_PATH
signatures = [path.read_bytes() for path in folder.glob("*.cms")]

rates = []
for turn in range(5):
    before = time.process_time()
    for index in range(times):
        cms = parse("d2i_CMS_bio", signatures[index % len(signatures)])
        if crypto.CMS_verify(cms, None, store, None, None, flags) != 1:
            sys.exit("OpenSSL refuses what was signed here")
        crypto.CMS_ContentInfo_free(cms)
    rates.append(times / (time.process_time() - before))
rates.sort()
print(json.dumps({"min": rates[0], "median": rates[2], "max": rates[4]}))
