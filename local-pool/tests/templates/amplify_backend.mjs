// An Amplify backend that has only auth. Amplify's defineBackend is in a package that also has all of Amplify's data
// tools, and is four times as large as the CDK. So this file does what defineBackend does for auth: a stack with a
// nested stack, Amplify's tags, secrets behind a custom resource, and functions.

import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { defineAuth } from "@aws-amplify/backend-auth";
import {
  App, Aspects, CfnResource, CustomResource, NestedStack, RemovalPolicy, SecretValue, Stack, Tags,
} from "aws-cdk-lib";
import { Code, Function, Runtime } from "aws-cdk-lib/aws-lambda";

// The class counts the calls of defineAuth, and refuses the second one in a process. `synthesise` resets the count,
// because a process for each backend would load the CDK each time.
const factory = join(dirname(createRequire(import.meta.url).resolve("@aws-amplify/backend-auth")), "factory.js");
const { AmplifyAuthFactory } = await import(pathToFileURL(factory));

// Synthesises a backend into a folder. `type` is that of the deployment, "sandbox" or "branch".
export function synthesise(name, { props, type = "sandbox" }, outdir, context) {
  const app = new App({
    outdir,
    analyticsReporting: false,
    context: {
      ...context, "amplify-backend-name": "ada", "amplify-backend-namespace": "shop", "amplify-backend-type": type,
    },
  });
  const root = new Stack(app, name);
  Tags.of(root).add("created-by", "amplify");
  Tags.of(root).add("amplify:deployment-type", type);
  if (type === "sandbox") {
    Aspects.of(root).add({
      visit: (node) => CfnResource.isCfnResource(node) && node.applyRemovalPolicy(RemovalPolicy.DESTROY),
    });
  }
  AmplifyAuthFactory.factoryCount = 0;
  defineAuth(props()).getInstance({ constructContainer: new Container(new NestedStack(root, "auth")) });
  return app.synth();
}

// Makes each construct once.
class Container {
  constructor(stack) {
    [this.stack, this.made] = [stack, new Map()];
  }

  getOrCompute(generator) {
    const { stack } = this;
    if (!this.made.has(generator)) {
      this.made.set(generator, generator.generateContainerEntry({
        scope: stack,
        backendSecretResolver: { resolveSecret: (secret) => secret.resolve(stack) },
        ssmEnvironmentEntriesGenerator: { generateSsmEnvironmentEntries: () => [] },
        stableBackendIdentifiers: { getStableBackendHash: () => "a1b2c3d4e5f6" },
      }));
    }
    return this.made.get(generator);
  }
}

// A secret. Amplify reads it when the stack is deployed, by a custom resource.
export const secret = (name) => ({
  resolve(stack) {
    const fetcher = stack.node.tryFindChild("Secrets") ?? new CustomResource(stack, "Secrets", {
      serviceToken: "arn:aws:lambda:eu-central-1:123456789012:function:secrets",
      resourceType: "Custom::AmplifySecretFetcherResource",
    });
    return SecretValue.unsafePlainText(fetcher.getAttString(name));
  },
});

// A function in the stack of the pool.
export function lambda(id) {
  const generator = {
    resourceGroupName: "auth",
    generateContainerEntry({ scope }) {
      const made = new Function(scope, id, {
        runtime: Runtime.NODEJS_22_X, handler: "index.handler", code: Code.fromInline("0"),
      });
      const acceptor = { identifier: id, acceptResourceAccess: (policy) => policy.attachToRole(made.role) };
      return { resources: { lambda: made }, getResourceAccessAcceptor: () => acceptor };
    },
  };
  return { getInstance: ({ constructContainer }) => constructContainer.getOrCompute(generator) };
}
