/** SHA-256 of the test authorities of НУЦ РК: never trusted where production is configured. */
export const TEST_ANCHORS: readonly string[] = [
  'beeffc0bdb77cd798c35983eb0715f6ef0051cccb71d7cd05505e8a4fb2c6f4d', // nca_gost2022_test.cer
  '0307e8bdf77cb708b7c9d9a5799facdc6de7154447cb394af9ac9b528c3d82c7', // nca_gost_test.crt
  '7e96a36409dc11e0fc99efae41f8c639e16a495d77c2f2278edb98580f997231', // nca_rsa_test.crt
  '06021684f52054692a1859686d5af527eda779e6183c2f3cd4fc1278e4067beb', // root_gost_test.crt
  '4d05179bcb02180bfc37618372671357df7dd8b7865973eae77b83213cae717b', // root_rsa_test.crt
  'b995e79e7c07429f8f79e185451e5599ce342ac720000f01b3854fdfa03031a6', // root_test_gost_2022.cer
];
