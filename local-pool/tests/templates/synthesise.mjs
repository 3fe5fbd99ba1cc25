// synthesise FOLDER: writes the templates of the CDK and of Amplify into a folder, with an index of their files.

import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { App } from "aws-cdk-lib";
import { backends } from "./amplify.mjs";
import { synthesise } from "./amplify_backend.mjs";
import * as clients from "./cdk_clients.mjs";
import * as identityPools from "./cdk_identity_pools.mjs";
import * as pools from "./cdk_pools.mjs";
import * as records from "./cdk_records.mjs";

const folder = process.argv[2];
const index = {};
const note = (name, assembly) => {
  for (const { stackName, templateFullPath } of assembly.stacks) {
    index[name ?? stackName] = relative(folder, templateFullPath);
  }
};

// No stack's code is bundled, because no function runs. With the metadata of assets, a stack names the file of each
// nested stack.
const context = { "aws:cdk:bundling-stacks": [], "aws:cdk:enable-asset-metadata": true };
const app = new App({ outdir: join(folder, "cdk"), context, analyticsReporting: false });
for (const stacks of [pools, clients, records, identityPools]) {
  for (const make of Object.values(stacks)) make(app);
}
note(undefined, app.synth());

for (const [name, backend] of Object.entries(backends)) {
  note(`Amplify-${name}`, synthesise(name, backend, join(folder, "amplify", name), context));
}
writeFileSync(join(folder, "index.json"), JSON.stringify(index, undefined, 2));
