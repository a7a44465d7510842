/** README.txt of every bundle: what it is and how to verify it, in the three languages of clause 1.17. */
export const readmeText = `ЭЛЕКТРОНДЫҚ ҚҰЖАТТЫҢ ДӘЛЕЛДЕМЕЛЕР ЖИНАҒЫ

Бұл мұрағатта электрондық құжат, оның электрондық цифрлық қолтаңбалары (ЭЦҚ), НҰО РК сертификаттары мен жауаптары
(OCSP, TSP), журнал жазбалары мен олардың дәлелдері және оператордың түбіртегі бар. Мұрағаттың әр бөлігі
manifest.json файлында аталған, ал оған оператор қол қойған (manifest.cms).
Тексеру интернетсіз және платформасыз жүргізіледі:

    node edo-verify.mjs ЖИНАҚ.zip --trust СЕНІМ_ҚАЛТАСЫ --operator ОПЕРАТОРДЫҢ_БСН

Бағдарлама әр бөлікті тексереді және жарамсыз бөлікті атайды. Шығу коды: 0 — дәлелденді, 1 — дәлелденбеді,
2 — қолда бар деректермен анықтау мүмкін емес. Пішім сипаттамасы: docs/bundle-format.md (edo-bundle/1).
Файлдарды өзгертпеңіз: кез келген өзгеріс дәлелдемені бұзады.


КОМПЛЕКТ ДОКАЗАТЕЛЬСТВ ЭЛЕКТРОННОГО ДОКУМЕНТА

В этом архиве электронный документ, его электронные цифровые подписи (ЭЦП), сертификаты и ответы НУЦ РК (OCSP, TSP),
записи журнала с доказательствами и квитанция оператора. Каждая часть названа в manifest.json, который подписан
оператором (manifest.cms).
Проверка идёт без сети и без платформы:

    node edo-verify.mjs КОМПЛЕКТ.zip --trust ПАПКА_ДОВЕРИЯ --operator БИН_ОПЕРАТОРА

Программа проверяет каждую часть и называет ту, что не сходится. Код завершения: 0 — доказано, 1 — не доказано,
2 — по имеющимся данным определить нельзя. Описание формата: docs/bundle-format.md (edo-bundle/1).
Не меняйте файлы: любое изменение разрушает доказательство.


EVIDENCE BUNDLE OF AN ELECTRONIC DOCUMENT

This archive holds an electronic document, its digital signatures (ЭЦП), certificates and answers of the National
Certification Authority of Kazakhstan (OCSP, TSP), journal entries with their proofs, and the operator's receipt.
Every part is named in manifest.json, which the operator signed (manifest.cms).
It is verified without network and without the platform:

    node edo-verify.mjs BUNDLE.zip --trust TRUST_FOLDER --operator OPERATOR_BIN

The program checks every part and names the one that does not hold. Exit code: 0 proven, 1 not proven,
2 cannot be told from what is there. The format: docs/bundle-format.md (edo-bundle/1).
Do not change the files: any change destroys the proof.
`;

export const readmePath = 'README.txt';
