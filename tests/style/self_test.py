"""The style tests themselves must be able to fail: each rule is shown a file that breaks it."""
import unittest

import coroutines_test
import layers_test
import sizes_test


class Coroutines(unittest.TestCase):
    def faults(self, text):
        return list(coroutines_test.faults_in(text))

    def test_what_gcc_gets_wrong_is_found(self):
        for text in ["x = co_await send(a ? b : c);", "if (ready && co_await go()) {", "bool ok = co_await go(1) && fine;",
                     "x = wanted ? co_await go() : 0;", "co_return a || co_await b();"]:
            self.assertTrue(self.faults("{\n" + text), text)

    def test_what_it_gets_right_passes(self):
        for text in ["if (a && !b) co_await go();", "co_await (first() || second());", "const auto x = co_await go();",
                     "// co_await a ? b : c", 'co_await say("really ? yes");']:
            self.assertFalse(self.faults("{\n" + text), text)

    def test_the_line_is_that_of_the_statement(self):
        self.assertEqual(self.faults("{\n\n  x = co_await send(a ? b : c);"), [3])


class Layers(unittest.TestCase):
    def faults(self, path, include):
        return list(layers_test.faults_in(path, f"#include {include}\n"))

    def test_lower_floors_do_not_look_up(self):
        for path, include in [
            ("wire/date.cpp", '"signer/v2.hpp"'), ("signer/v2.cpp", '"net/server.hpp"'),
            ("signer/v2.cpp", '"signer/service/service.hpp"'), ("net/server.cpp", '"emulator/emulator.hpp"'),
            ("emulator/store/memory.cpp", '"emulator/model/model.hpp"'),
            ("emulator/model/model.cpp", '"emulator/operation.hpp"'),
            ("emulator/ops/put_object.cpp", '"emulator/access/identities.hpp"'),
            ("emulator/ops/put_object.cpp", '"emulator/store/engine.hpp"'),
            ("emulator/documents/acl.cpp", '"emulator/objects/object_headers.hpp"'),
            ("emulator/documents/acl.cpp", '"emulator/access/policy.hpp"'),
            ("emulator/documents/acl.cpp", '"emulator/condition_keys.hpp"'),
            ("emulator/objects/put_upload.cpp", '"emulator/store/engine.hpp"'),
            ("emulator/objects/put_upload.cpp", '"signer/verify.hpp"'),
            ("emulator/objects/put_upload.cpp", '"emulator/router.hpp"'),
            ("emulator/ops/put_object.cpp", '"emulator/explainer.hpp"'),
            ("emulator/body.hpp", '"emulator/documents/acl.hpp"'), ("emulator/reply.cpp", '"emulator/pipeline.hpp"'),
            ("emulator/pipeline.cpp", '"emulator/ops/put_object.cpp"'), ("emulator/router.cpp", '"net/server.hpp"'),
            ("client/client.cpp", '"emulator/emulator.hpp"'), ("client/client.cpp", '"signer/service/desk.hpp"'),
            ("signer/service/desk.cpp", '"emulator/emulator.hpp"'), ("wire/xml.cpp", "<openssl/sha.h>"),
            ("wire/ecdsa.hpp", "<openssl/evp.h>"), ("wire/xml.cpp", '"wire/evp.hpp"'),
            ("signer/v4.cpp", '"wire/evp.hpp"'), ("net/tls.hpp", "<openssl/ssl.h>"), ("net/stream.cpp", "<openssl/ssl.h>"),
            ("wire/ecdsa.hpp", '"wire/evp.hpp"'),
            ("emulator/emulator.cpp", "<boost/beast/http.hpp>"), ("cli/serve.cpp", "<boost/beast/core.hpp>"),
        ]:
            self.assertTrue(self.faults(path, include), f"{path} includes {include}")

    def test_what_the_table_allows_passes(self):
        for path, include in [
            ("wire/digest.cpp", "<openssl/sha.h>"), ("wire/ecdsa.cpp", "<openssl/ec.h>"),
            ("wire/rsa.cpp", '"wire/evp.hpp"'), ("signer/verify.cpp", '"wire/date.hpp"'),
            ("emulator/ops/put_object.cpp", '"emulator/operation.hpp"'),
            ("emulator/ops/put_object.cpp", '"net/exchange.hpp"'),
            ("emulator/ops/put_object.cpp", '"emulator/objects/put_upload.hpp"'),
            ("emulator/ops/put_object.cpp", '"emulator/documents/object_facts.hpp"'),
            ("emulator/objects/new_object.cpp", '"emulator/documents/acl_rules.hpp"'),
            ("emulator/objects/new_object.cpp", '"emulator/body.hpp"'),
            ("emulator/documents/acl.cpp", '"emulator/operation.hpp"'),
            ("emulator/documents/acl.cpp", '"emulator/model/model.hpp"'),
            ("emulator/pipeline_cors.cpp", '"emulator/documents/cors.hpp"'),
            ("signer/service/service.cpp", '"net/exchange.hpp"'), ("signer/service/desk.cpp", '"client/blocking.hpp"'),
            ("net/server.cpp", "<boost/beast/core.hpp>"), ("net/tls.cpp", "<openssl/ssl.h>"),
            ("emulator/world/world.hpp", '"emulator/store/engine.hpp"'), ("cli/serve.cpp", '"emulator/emulator.hpp"'),
        ]:
            self.assertEqual(self.faults(path, include), [], f"{path} includes {include}")


class Sizes(unittest.TestCase):
    def test_each_rule_fires(self):
        for text in ["\n" * 601, "x" * 101, "// TO" "DO later", "std::this_thread::sleep" "_for(1s);"]:
            self.assertTrue(list(sizes_test.faults_in("wire/a.cpp", text)), text[:30])


unittest.main()
