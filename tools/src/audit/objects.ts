import type { Db } from 'mongodb';
import { collectProblems, type Finding } from './finding.ts';
import type { DocumentRow, ObjectRow } from './sources.ts';

/** Every object that a document names is stored, under the digest that the document knows. */
export async function auditObjects(documents: Db, archive: Db): Promise<Finding> {
  const problems = collectProblems();
  const objects = archive.collection<ObjectRow>('objects');
  let named = 0;
  for await (const { _id, objectIds, document } of documents.collection<DocumentRow>('documents').find()) {
    named += objectIds.length;
    const found = await objects
      .find({ _id: { $in: [...objectIds] } }, { projection: { sha256: 1 } })
      .toArray();
    const known = new Map(found.map((object) => [object._id, object.sha256]));
    for (const objectId of objectIds)
      if (!known.has(objectId)) problems.add(`document ${_id}: object ${objectId} is not stored`);
    const { objectId, sha256 } = document.content;
    if (known.has(objectId) && known.get(objectId) !== sha256)
      problems.add(`document ${_id}: its content is stored with another digest`);
  }
  return {
    check: 'objects',
    numbers: { stored: await objects.countDocuments(), 'named by documents': named },
    problems: problems.list(),
  };
}
