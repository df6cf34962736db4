-- CreateEnum
CREATE TYPE "TokenScope" AS ENUM ('READ', 'DEPLOY', 'WRITE');

-- CreateEnum
CREATE TYPE "BuildStatus" AS ENUM ('BUILDING', 'SUCCEEDED', 'FAILED');

-- CreateEnum
CREATE TYPE "DeploymentKind" AS ENUM ('DEPLOY', 'ROLLBACK', 'CONFIGURATION', 'START');

-- CreateEnum
CREATE TYPE "DeploymentPhase" AS ENUM ('QUEUED', 'PREPARING', 'BUILDING', 'RELEASING', 'STARTING', 'CHECKING', 'SWITCHING', 'RETIRING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'SUPERSEDED');

-- CreateEnum
CREATE TYPE "StepOutcome" AS ENUM ('RUNNING', 'DONE', 'SKIPPED', 'FAILED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "InstanceState" AS ENUM ('STARTING', 'SERVING', 'RETIRING');

-- CreateEnum
CREATE TYPE "RouteState" AS ENUM ('LIVE', 'STOPPED');

-- CreateEnum
CREATE TYPE "InspectionStatus" AS ENUM ('PENDING', 'DONE', 'FAILED');

-- CreateEnum
CREATE TYPE "ProjectRole" AS ENUM ('OWNER', 'ADMIN', 'DEVELOPER', 'DEPLOYER', 'VIEWER');

-- CreateEnum
CREATE TYPE "EnvironmentKind" AS ENUM ('PRODUCTION', 'STAGING', 'CUSTOM');

-- CreateEnum
CREATE TYPE "GitAuth" AS ENUM ('NONE', 'TOKEN', 'DEPLOY_KEY');

-- CreateEnum
CREATE TYPE "Builder" AS ENUM ('AUTO', 'DOCKERFILE', 'STATIC');

-- CreateEnum
CREATE TYPE "DesiredState" AS ENUM ('RUNNING', 'STOPPED');

-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "isAdmin" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "ip" TEXT,
    "userAgent" TEXT,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiToken" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "scope" "TokenScope" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMP(3),
    "lastUsedAt" TIMESTAMP(3),

    CONSTRAINT "ApiToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SetupLink" (
    "id" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "usedAt" TIMESTAMP(3),

    CONSTRAINT "SetupLink_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RateCounter" (
    "key" TEXT NOT NULL,
    "windowStart" TIMESTAMP(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "RateCounter_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actorKind" TEXT NOT NULL,
    "actorId" TEXT,
    "actorName" TEXT NOT NULL,
    "verb" TEXT NOT NULL,
    "entityType" TEXT NOT NULL,
    "entityId" TEXT NOT NULL,
    "entityName" TEXT NOT NULL,
    "projectId" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Build" (
    "id" TEXT NOT NULL,
    "appId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "commitSha" TEXT NOT NULL,
    "status" "BuildStatus" NOT NULL,
    "imageId" TEXT,
    "imageTag" TEXT,
    "sizeBytes" BIGINT,
    "plan" JSONB NOT NULL,
    "dockerfile" TEXT NOT NULL,
    "durationMs" INTEGER,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Build_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Release" (
    "id" TEXT NOT NULL,
    "appEnvironmentId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "buildId" TEXT NOT NULL,
    "configSealed" TEXT NOT NULL,
    "formation" JSONB NOT NULL,
    "releaseCommand" TEXT,
    "port" INTEGER NOT NULL,
    "healthPath" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Release_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Deployment" (
    "id" TEXT NOT NULL,
    "appEnvironmentId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" "DeploymentKind" NOT NULL,
    "phase" "DeploymentPhase" NOT NULL DEFAULT 'QUEUED',
    "activeSlot" TEXT,
    "triggerKind" TEXT NOT NULL,
    "triggerName" TEXT NOT NULL,
    "branch" TEXT,
    "commitSha" TEXT,
    "commitMessage" TEXT,
    "commitAuthor" TEXT,
    "buildId" TEXT,
    "releaseId" TEXT,
    "sourceReleaseId" TEXT,
    "force" BOOLEAN NOT NULL DEFAULT false,
    "leaseOwner" TEXT,
    "leaseUntil" TIMESTAMP(3),
    "fence" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "cancelRequestedAt" TIMESTAMP(3),
    "cancelledBy" TEXT,
    "failure" JSONB,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMP(3),
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "Deployment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DeploymentStep" (
    "deploymentId" TEXT NOT NULL,
    "phase" "DeploymentPhase" NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "finishedAt" TIMESTAMP(3),
    "outcome" "StepOutcome" NOT NULL DEFAULT 'RUNNING',
    "note" TEXT,

    CONSTRAINT "DeploymentStep_pkey" PRIMARY KEY ("deploymentId","phase")
);

-- CreateTable
CREATE TABLE "Instance" (
    "id" TEXT NOT NULL,
    "appEnvironmentId" TEXT NOT NULL,
    "deploymentId" TEXT NOT NULL,
    "releaseId" TEXT NOT NULL,
    "processType" TEXT NOT NULL,
    "index" INTEGER NOT NULL,
    "containerName" TEXT NOT NULL,
    "ip" TEXT,
    "port" INTEGER,
    "state" "InstanceState" NOT NULL DEFAULT 'STARTING',
    "retireAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Instance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Route" (
    "appEnvironmentId" TEXT NOT NULL,
    "state" "RouteState" NOT NULL,
    "targets" JSONB NOT NULL,
    "generation" INTEGER NOT NULL,

    CONSTRAINT "Route_pkey" PRIMARY KEY ("appEnvironmentId")
);

-- CreateTable
CREATE TABLE "ProxyState" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "generation" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "ProxyState_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Inspection" (
    "id" TEXT NOT NULL,
    "appId" TEXT NOT NULL,
    "branch" TEXT,
    "status" "InspectionStatus" NOT NULL DEFAULT 'PENDING',
    "branches" JSONB,
    "defaultBranch" TEXT,
    "commitSha" TEXT,
    "plan" JSONB,
    "dockerfile" TEXT,
    "problem" JSONB,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "Inspection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WebhookDelivery" (
    "id" TEXT NOT NULL,
    "appId" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "deliveryKey" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "deploymentIds" TEXT[],
    "receivedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "redeliveredFromId" TEXT,

    CONSTRAINT "WebhookDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WorkerHeartbeat" (
    "id" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seenAt" TIMESTAMP(3) NOT NULL,
    "report" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "WorkerHeartbeat_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Project" (
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "dataKey" TEXT NOT NULL,

    CONSTRAINT "Project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Membership" (
    "projectId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "role" "ProjectRole" NOT NULL,

    CONSTRAINT "Membership_pkey" PRIMARY KEY ("projectId","userId")
);

-- CreateTable
CREATE TABLE "Environment" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "EnvironmentKind" NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "dataKey" TEXT NOT NULL,
    "variableSetId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Environment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "App" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "repositoryUrl" TEXT NOT NULL,
    "gitAuth" "GitAuth" NOT NULL DEFAULT 'NONE',
    "gitUsername" TEXT,
    "gitTokenSealed" TEXT,
    "deployKeyPublic" TEXT,
    "deployKeySealed" TEXT,
    "sshKnownHosts" TEXT,
    "rootDirectory" TEXT NOT NULL DEFAULT '',
    "builder" "Builder" NOT NULL DEFAULT 'AUTO',
    "dockerfilePath" TEXT NOT NULL DEFAULT 'Dockerfile',
    "buildSettings" JSONB NOT NULL DEFAULT '{}',
    "webhookSecretSealed" TEXT NOT NULL,
    "deletingAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "App_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AppEnvironment" (
    "id" TEXT NOT NULL,
    "appId" TEXT NOT NULL,
    "environmentId" TEXT NOT NULL,
    "branch" TEXT,
    "autoDeploy" BOOLEAN NOT NULL DEFAULT true,
    "port" INTEGER,
    "healthPath" TEXT,
    "checkTimeoutSeconds" INTEGER NOT NULL DEFAULT 120,
    "releaseCommand" TEXT,
    "memoryMb" INTEGER NOT NULL DEFAULT 512,
    "cpuMillis" INTEGER NOT NULL DEFAULT 1000,
    "processes" JSONB NOT NULL DEFAULT '{}',
    "desiredState" "DesiredState" NOT NULL DEFAULT 'RUNNING',
    "currentReleaseId" TEXT,
    "variableSetId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AppEnvironment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "VariableSet" (
    "id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "VariableSet_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Variable" (
    "id" TEXT NOT NULL,
    "setId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "valueSealed" TEXT NOT NULL,
    "secret" BOOLEAN NOT NULL DEFAULT false,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Variable_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Domain" (
    "id" TEXT NOT NULL,
    "appEnvironmentId" TEXT NOT NULL,
    "hostname" TEXT NOT NULL,
    "isPrimary" BOOLEAN NOT NULL DEFAULT false,
    "isGenerated" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Domain_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "ApiToken_hash_key" ON "ApiToken"("hash");

-- CreateIndex
CREATE INDEX "ApiToken_userId_idx" ON "ApiToken"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "SetupLink_hash_key" ON "SetupLink"("hash");

-- CreateIndex
CREATE INDEX "AuditEntry_projectId_at_idx" ON "AuditEntry"("projectId", "at");

-- CreateIndex
CREATE INDEX "AuditEntry_at_idx" ON "AuditEntry"("at");

-- CreateIndex
CREATE UNIQUE INDEX "Build_appId_key_key" ON "Build"("appId", "key");

-- CreateIndex
CREATE UNIQUE INDEX "Release_appEnvironmentId_number_key" ON "Release"("appEnvironmentId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "Deployment_activeSlot_key" ON "Deployment"("activeSlot");

-- CreateIndex
CREATE INDEX "Deployment_phase_idx" ON "Deployment"("phase");

-- CreateIndex
CREATE UNIQUE INDEX "Deployment_appEnvironmentId_number_key" ON "Deployment"("appEnvironmentId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "Instance_containerName_key" ON "Instance"("containerName");

-- CreateIndex
CREATE INDEX "Instance_appEnvironmentId_idx" ON "Instance"("appEnvironmentId");

-- CreateIndex
CREATE INDEX "Instance_state_idx" ON "Instance"("state");

-- CreateIndex
CREATE INDEX "Inspection_appId_createdAt_idx" ON "Inspection"("appId", "createdAt");

-- CreateIndex
CREATE INDEX "WebhookDelivery_appId_receivedAt_idx" ON "WebhookDelivery"("appId", "receivedAt");

-- CreateIndex
CREATE UNIQUE INDEX "WebhookDelivery_appId_provider_deliveryKey_key" ON "WebhookDelivery"("appId", "provider", "deliveryKey");

-- CreateIndex
CREATE UNIQUE INDEX "Project_slug_key" ON "Project"("slug");

-- CreateIndex
CREATE INDEX "Membership_userId_idx" ON "Membership"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Environment_variableSetId_key" ON "Environment"("variableSetId");

-- CreateIndex
CREATE UNIQUE INDEX "Environment_projectId_slug_key" ON "Environment"("projectId", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "App_projectId_slug_key" ON "App"("projectId", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "AppEnvironment_currentReleaseId_key" ON "AppEnvironment"("currentReleaseId");

-- CreateIndex
CREATE UNIQUE INDEX "AppEnvironment_variableSetId_key" ON "AppEnvironment"("variableSetId");

-- CreateIndex
CREATE INDEX "AppEnvironment_environmentId_idx" ON "AppEnvironment"("environmentId");

-- CreateIndex
CREATE UNIQUE INDEX "AppEnvironment_appId_environmentId_key" ON "AppEnvironment"("appId", "environmentId");

-- CreateIndex
CREATE UNIQUE INDEX "Variable_setId_name_key" ON "Variable"("setId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "Domain_hostname_key" ON "Domain"("hostname");

-- CreateIndex
CREATE INDEX "Domain_appEnvironmentId_idx" ON "Domain"("appEnvironmentId");

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiToken" ADD CONSTRAINT "ApiToken_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Build" ADD CONSTRAINT "Build_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Release" ADD CONSTRAINT "Release_buildId_fkey" FOREIGN KEY ("buildId") REFERENCES "Build"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Release" ADD CONSTRAINT "Release_appEnvironmentId_fkey" FOREIGN KEY ("appEnvironmentId") REFERENCES "AppEnvironment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Deployment" ADD CONSTRAINT "Deployment_appEnvironmentId_fkey" FOREIGN KEY ("appEnvironmentId") REFERENCES "AppEnvironment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Deployment" ADD CONSTRAINT "Deployment_buildId_fkey" FOREIGN KEY ("buildId") REFERENCES "Build"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Deployment" ADD CONSTRAINT "Deployment_releaseId_fkey" FOREIGN KEY ("releaseId") REFERENCES "Release"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeploymentStep" ADD CONSTRAINT "DeploymentStep_deploymentId_fkey" FOREIGN KEY ("deploymentId") REFERENCES "Deployment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Instance" ADD CONSTRAINT "Instance_appEnvironmentId_fkey" FOREIGN KEY ("appEnvironmentId") REFERENCES "AppEnvironment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Instance" ADD CONSTRAINT "Instance_deploymentId_fkey" FOREIGN KEY ("deploymentId") REFERENCES "Deployment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Instance" ADD CONSTRAINT "Instance_releaseId_fkey" FOREIGN KEY ("releaseId") REFERENCES "Release"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Route" ADD CONSTRAINT "Route_appEnvironmentId_fkey" FOREIGN KEY ("appEnvironmentId") REFERENCES "AppEnvironment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Inspection" ADD CONSTRAINT "Inspection_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WebhookDelivery" ADD CONSTRAINT "WebhookDelivery_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Environment" ADD CONSTRAINT "Environment_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Environment" ADD CONSTRAINT "Environment_variableSetId_fkey" FOREIGN KEY ("variableSetId") REFERENCES "VariableSet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "App" ADD CONSTRAINT "App_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AppEnvironment" ADD CONSTRAINT "AppEnvironment_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AppEnvironment" ADD CONSTRAINT "AppEnvironment_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AppEnvironment" ADD CONSTRAINT "AppEnvironment_variableSetId_fkey" FOREIGN KEY ("variableSetId") REFERENCES "VariableSet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AppEnvironment" ADD CONSTRAINT "AppEnvironment_currentReleaseId_fkey" FOREIGN KEY ("currentReleaseId") REFERENCES "Release"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Variable" ADD CONSTRAINT "Variable_setId_fkey" FOREIGN KEY ("setId") REFERENCES "VariableSet"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Domain" ADD CONSTRAINT "Domain_appEnvironmentId_fkey" FOREIGN KEY ("appEnvironmentId") REFERENCES "AppEnvironment"("id") ON DELETE CASCADE ON UPDATE CASCADE;
